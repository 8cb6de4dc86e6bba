/* Sequences of 汉字 in open answers, counted by respondents. */
#ifndef TALLY_PHRASES_H
#define TALLY_PHRASES_H

#include "wjtab/tally/open.h"

/* Counts the sequences of one respondent's answer, each once. */
enum wj_status wj_phrases_add(struct wj_open *open, struct wj_open_question *question,
                              struct wj_slice text);

#endif
