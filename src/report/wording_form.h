/* What the blank questionnaire says, one file per language. */
#ifndef REPORT_WORDING_FORM_H
#define REPORT_WORDING_FORM_H

#include "wjtab/survey/survey.h"

/* Formats take the arguments that the comment names, in this order. */
struct wj_form_words {
    const char *title_end; /* a title that ends so gets the next behind it */
    const char *title_more;
    const char *greeting;
    const char *confidentiality;
    const char *closing;
    const char *id; /* header of the id's column */
    const char *id_unnamed;
    const char *how; /* before the sentences that apply */
    const char *how_tick;
    const char *how_single;
    const char *how_multiple;
    const char *how_asked;
    const char *sentence_gap; /* between sentences */
    const char *open;         /* around notes */
    const char *close;
    const char *comma;
    const char *single;
    const char *multiple;
    const char *rows;         /* over a table: numbers of its first and last question */
    const char *item;         /* header of its first column */
    const char *reasons;      /* header of its last column: codes */
    const char * or ;         /* between codes */
    const char *number;       /* a quantity without limits */
    const char *between;      /* least, most */
    const char *at_least;     /* least */
    const char *at_most;      /* most */
    const char *blank;        /* behind a quantity */
    const char *reason;       /* behind an option */
    const char *exclusive;    /* behind an option */
    const char *asked;        /* question's number, codes */
    const char *asked_unless; /* question's number, code */
    const char *asked_if;     /* formula */
    const char *question;     /* in a formula: number */
    const char *code_without_label;
};

extern const struct wj_form_words wj_form_words_zh;
extern const struct wj_form_words wj_form_words_en;

#endif
