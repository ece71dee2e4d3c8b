/* Numbers as text, the same in every locale. */
#ifndef LO_BASE_NUMBER_H
#define LO_BASE_NUMBER_H

/* Room for any number that these functions write. */
enum { LO_NUMBER_SIZE = 352 };

/* value with that many decimals, 0 .. 20: "-14.20"; never "-0.00". value is finite. */
const char *lo_number_fixed(char text[LO_NUMBER_SIZE], double value, int decimals);

/* The fewest digits, 15 at least when they are needed, that read back as the very value:
 * "0.1", "-14.2", "0.000045", "1e+20"; a whole number has no point. value is finite. */
const char *lo_number_exact(char text[LO_NUMBER_SIZE], double value);

/* A whole number with a comma at each thousand: "1,200". */
const char *lo_number_grouped(char text[LO_NUMBER_SIZE], long long value);

#endif
