#include "dsp/speakers.h"
#include "tests/support/unit.h"

/* [BS1770] table 3 and Annex 3: which places count 1.41, and that LFE does not count. */
static void test_speakers_weigh_by_place(void **unused)
{
    static const struct {
        const char *what;
        unsigned channels;
        uint32_t mask;
        double weight[DSP_SPEAKERS_MAX];
    } cases[] = {
        {"mono", 1, 0, {1}},
        {"stereo", 2, 0, {1, 1}},
        {"three in front", 3, 0, {1, 1, 1}},
        {"quadro", 4, 0, {1, 1, 1.41, 1.41}},
        {"5.0", 5, 0, {1, 1, 1, 1.41, 1.41}},
        {"5.1", 6, 0, {1, 1, 1, 0, 1.41, 1.41}},
        {"6.1: back centre, sides", 7, 0, {1, 1, 1, 0, 1, 1.41, 1.41}},
        {"7.1: back speakers lie behind 120 degrees",
         8,
         0,
         {1, 1, 1, 0, 1, 1, 1.41, 1.41}},
        {"5.1 with side speakers", 6, 0x60F, {1, 1, 1, 0, 1.41, 1.41}},
        {"2.1", 3, 0xB, {1, 1, 0}},
        {"4.0: left, right, centre, back centre", 4, 0x107, {1, 1, 1, 1}},
        {"5.1.2: heights count 1", 8, 0x503F, {1, 1, 1, 0, 1.41, 1.41, 1, 1}},
        {"more channels than places", 4, 0x3, {1, 1, 1, 1}},
        {"more places than channels", 2, 0x3F, {1, 1}},
        {"mono on the left", 1, 0x1, {1}},
        {"top bit alone", 1, 0x80000000, {1}},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        double weight[DSP_SPEAKERS_MAX];

        print_message("  %s\n", cases[i].what);
        dsp_speakers_weigh(cases[i].channels, cases[i].mask, weight);
        for (unsigned ch = 0; ch < cases[i].channels; ch++)
            assert_near(weight[ch], cases[i].weight[ch], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_speakers_weigh_by_place),
    };

    return cmocka_run_group_tests_name("dsp_speakers", tests, NULL, NULL);
}
