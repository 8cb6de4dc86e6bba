/* What a report says, one file per language. */
#ifndef WJTAB_REPORT_WORDING_H
#define WJTAB_REPORT_WORDING_H

#include "wjtab/survey/survey.h"

/* Formats take the arguments that the comment names, in this order. */
struct wj_wording {
    const char *returns;        /* title of the section */
    const char *distributed;    /* forms handed out, returned, return rate */
    const char *returned;       /* forms returned */
    const char *valid;          /* effective forms, effective rate */
    const char *rejected;       /* rejected forms, list of rules and counts */
    const char *rejected_one;   /* rule, forms */
    const char *rejected_comma; /* between two of these */
    const char *rejected_columns[7];
    const char *rejected_more; /* how many more there are */
    const char *straight;      /* responses that ticked the same throughout */
    const char *rules[9];      /* names of the built-in rules, in their order */
    const char *unique_rule;
    const char *answers; /* section: questions without scores */
    const char *option;
    const char *count;
    const char *share;
    const char *base;            /* question, base */
    const char *several_answers; /* note: shares of a multiple question */
    const char *items;           /* section: scored questions */
    const char *item;
    const char *rate;
    const char *measures; /* section */
    const char *measure;
    const char *value;
    const char *fraction;
    const char *tables;      /* section */
    const char *table;       /* row question, column question */
    const char *table_where; /* the same, and the filter */
    const char *table_wide;  /* caption of a table that is too wide */
    const char *base_row;
    const char *all;
    const char *score; /* section */
    const char *indicator;
    const char *points;
    const char *scored;
    const char *how;
    const char *by_formula;
    const char *by_hand;
    const char *total;         /* points, score, rate */
    const char *grade;         /* grade */
    const char *grade_by_hand; /* grade, computed grade, reason */
    const char *no_total;
    const char *stated;        /* section */
    const char *stated_agree;  /* number of figures */
    const char *stated_differ; /* figures, differing ones */
    const char *stated_columns[4];
    const char *no_responses;
    const char *files; /* section */
    const char *input; /* file, records, encoding, digest */
};

extern const struct wj_wording wj_wording_zh;
extern const struct wj_wording wj_wording_en;

const struct wj_wording *wj_wording(enum wj_language language);

#endif
