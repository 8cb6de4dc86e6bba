/* Which two bytes may not stand side by side in UTF-8, as tables of half bytes. */
#ifndef WJTAB_SRC_READ_SCAN_UTF8_H
#define WJTAB_SRC_READ_SCAN_UTF8_H

/* A bit per kind of fault; a pair of bytes has those faults that all three entries know: by the
 * high and the low half of the first byte and the high half of the second. The highest bit is no
 * fault where the second byte is the third or fourth of its character. */
extern const unsigned char wj_utf8_first_high[16];
extern const unsigned char wj_utf8_first_low[16];
extern const unsigned char wj_utf8_second_high[16];

#endif
