/* Numbers as base64 text, little-endian on every machine (RFC 4648, section 4). */
#ifndef LO_DOC_BASE64_H
#define LO_DOC_BASE64_H

#include <stddef.h>

/* New text (free() it) that ends with NUL: values[count] as IEC 60559 binary32 or binary64,
 * the lowest byte first. NULL when out of memory. */
char *lo_base64_floats(const float *values, size_t count);
char *lo_base64_doubles(const double *values, size_t count);

/* The bytes that text[length] stands for, or SIZE_MAX when it is not canonical base64 with
 * its padding: no space, no other letter, no bits left over. */
size_t lo_base64_size(const char *text, size_t length);

/* The values in text, for which lo_base64_size gave count * 4 or count * 8. */
void lo_base64_to_floats(const char *text, float *values, size_t count);
void lo_base64_to_doubles(const char *text, double *values, size_t count);

#endif
