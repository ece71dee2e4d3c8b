#include "rules/diagnosis.h"

#include "rules/text.h"

/* Notes never take the room of the first error. */
enum { NOTES_MAX = LO_PROBLEMS_MAX / 2 };

void lo_diagnosis_fini(struct lo_diagnosis *diagnosis)
{
    lo_arena_fini(&diagnosis->arena);
}

bool lo_diagnosis_full(const struct lo_diagnosis *diagnosis)
{
    return diagnosis->count == LO_PROBLEMS_MAX;
}

static void add(struct lo_diagnosis *diagnosis, struct lo_at at, bool is_note,
                const char *fmt, va_list args)
{
    struct lo_problem *problem = &diagnosis->list[diagnosis->count];

    diagnosis->errors += !is_note;
    if (lo_diagnosis_full(diagnosis) || (is_note && diagnosis->count >= NOTES_MAX))
        return;
    problem->file = lo_arena_strdup(&diagnosis->arena, at.file ? at.file : "");
    problem->line = at.line;
    problem->is_note = is_note;
    problem->text = lo_text_formatv(&diagnosis->arena, fmt, args);
    if (!problem->file || !problem->text) {
        diagnosis->failed = true;
        return;
    }
    diagnosis->count++;
}

void lo_diagnose(struct lo_diagnosis *diagnosis, struct lo_at at, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    add(diagnosis, at, false, fmt, args);
    va_end(args);
}

void lo_diagnose_note(struct lo_diagnosis *diagnosis, struct lo_at at, const char *fmt,
                      ...)
{
    va_list args;

    va_start(args, fmt);
    add(diagnosis, at, true, fmt, args);
    va_end(args);
}

int lo_diagnosis_first(const struct lo_diagnosis *diagnosis, struct lo_err *err)
{
    if (diagnosis->failed)
        return lo_error_nomem(err);
    for (size_t i = 0; i < diagnosis->count; i++) {
        const struct lo_problem *problem = &diagnosis->list[i];

        if (!problem->is_note)
            return lo_error(err, LO_ESPEC, (struct lo_at){problem->file, problem->line},
                            "%s", problem->text);
    }
    return 0;
}
