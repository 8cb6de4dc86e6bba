/* What the workbook says, one file per language. */
#ifndef REPORT_WORDING_BOOK_H
#define REPORT_WORDING_BOOK_H

#include "wjtab/survey/survey.h"

enum { WJ_BOOK_NOTES = 11 };

struct wj_book_words {
    const char *counts; /* names of sheets: letters only */
    const char *satisfaction;
    const char *tables;
    const char *importance;
    const char *comparison;
    const char *score;
    const char *facts;
    const char *answers;
    const char *notes;
    const char *font;
    const char *untitled;
    const char *count_columns[9]; /* of 统计 */
    const char *rate;             /* in the place of an option */
    const char *quantity;
    const char *returns; /* heading of the block below */
    const char *return_names[5];
    const char *item;
    const char *people;
    const char *share;
    const char *scores; /* the row of the options' scores */
    const char *rate_base;
    const char *top;
    const char *item_rate;
    const char *exact;
    const char *weight;
    const char *composite;
    const char *composition;    /* title of a chart: measure */
    const char *composition_of; /* its description */
    const char *options_of;     /* title and description of a chart: question */
    const char *measures;
    const char *measure_columns[4];
    const char *table;             /* row question, column question, and the filter or "" */
    const char *where;             /* the filter */
    const char *comparison_values; /* over its rows */
    const char *importance_values; /* over its rows */
    const char *importance_chart;  /* title of the chart */
    const char *importance_mean;   /* the row of means */
    const char *importance_line;   /* an end of a line of the chart */
    const char *weighted;          /* a column of values */
    const char *weighted_values;   /* over tables */
    const char *wide;              /* a table with too many columns: the file that has it */
    const char *option;
    const char *all;
    const char *base;
    const char *levels[4];
    const char *points;
    const char *value;
    const char *target;
    const char *actual;
    const char *done;
    const char *formula;
    const char *raw;
    const char *scored;
    const char *score_rate;
    const char *total;
    const char *level_sums;
    const char *values_only; /* below the scores, where a formula is too long for programs */
    const char *grade;
    const char *grade_computed;
    const char *fact_columns[6];
    const char *from_survey; /* heading: names that come from outside */
    const char *number;
    const char *id;
    const char *where_column; /* its table's number follows */
    const char *not_asked;
    const char *note[WJ_BOOK_NOTES]; /* of 说明, in their order */
    const char *no_answers;          /* 明细 is not there */
    const char *rounding;            /* places and mode of percentages, of scores */
    const char *modes[4];
    const char *definition; /* file, digest */
    const char *input;      /* file, records, digest */
    const char *tool;       /* name and version */
};

extern const struct wj_book_words wj_book_words_zh;
extern const struct wj_book_words wj_book_words_en;

#endif
