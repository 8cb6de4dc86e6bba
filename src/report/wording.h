/* What a report says, one file per language: words here, sentences in wording_*_texts.c. */
#ifndef WJTAB_REPORT_WORDING_H
#define WJTAB_REPORT_WORDING_H

#include "waves.h"
#include "wjtab/survey/report_texts.h"
#include "wjtab/survey/survey.h"

/* Formats take the arguments that the comment names, in this order. */
struct wj_wording {
    const char *sentences; /* two sentences */
    const char *comma;     /* between names */
    const char *clause;    /* between clauses */
    const char *semicolon;
    const char *full_stop;
    const char *quoted; /* an option's label */
    const char *quoted_comma;
    const char *list_more;    /* a list that was cut, how many there are */
    const char *named_figure; /* name, figure: in a list */
    const char *chart_begin;  /* a chart's title */
    const char *rejected_columns[7];
    const char *rules[9]; /* names of the built-in rules, in their order */
    const char *unique_rule;
    const char *returns_columns[5];
    const char *option;
    const char *count;
    const char *share;
    const char *item;
    const char *annex_count; /* under the name of an option */
    const char *annex_score;
    const char *annex_rate;
    const char *annex_composite;
    const char *annex_composite_of; /* measure */
    const char *blank;              /* a series: those without an answer */
    const char *rate;
    const char *filled; /* a formula with its numbers */
    const char *filled_table;
    const char *measure;
    const char *value;
    const char *fraction;
    const char *interval; /* level */
    const char *weighted_share;
    const char *weighted_columns[4]; /* unweighted, weighted, their bases */
    const char *quantity_columns[6];
    const char *summary_columns[5]; /* by enum wj_summary */
    const char *wave_columns[7];    /* the last but one: level */
    const char *unweighted;         /* a caption of unweighted figures in a weighted survey */
    const char *share_methods[2];   /* Wilson, Clopper and Pearson */
    const char *wave_kinds[3];      /* measures, rates, shares */
    const char *changes[3];         /* down, none, up: an arrow and a word */
    const char *no_wave[WJ_WAVE_REASONS];
    const char *all_options; /* of a question that is not compared */
    const char *option_of;   /* question, option: in a list */
    const char *range;       /* from, to */
    const char *scale_columns[4];
    const char *scale_items; /* where no measure names them */
    const char *no_scale[7]; /* by enum wj_no_scale */
    const char *paired_columns[7];
    const char *importance_columns[5];
    const char *quadrants[5]; /* by enum wj_quadrant */
    const char *theme;
    const char *theme_share;
    const char *no_theme;
    const char *phrase;
    const char *phrase_share;
    const char *base_row;
    const char *ticks_row;
    const char *weighted_base_row;
    const char *weighted_ticks_row;
    const char *weighted_row;  /* under an item of a grid */
    const char *weighted_line; /* under an option, its weighted share */
    const char *no_answer_row;
    const char *not_asked_row;
    const char *table_lines[3];     /* under an option, by bit of enum wj_table_show */
    const char *table_summaries[6]; /* by bit of enum wj_table_summary */
    const char *quantity_rows[6];   /* by enum wj_quantity_row */
    const char *band;               /* question, option: over a part of a table */
    const char *column_name;        /* questions, options */
    const char *whole_table;
    const char *levels_column; /* what stands across a grid */
    const char *mean;
    const char *two_levels;         /* the stricter, the other */
    const char *adjustments[3];     /* by enum wj_adjust */
    const char *no_independence[9]; /* by enum wj_no_test; "": there is always one */
    const char *all;
    const char *levels[4];
    const char *indicator;
    const char *subtotal;
    const char *total;
    const char *points;
    const char *scored;
    const char *how;
    const char *explained;
    const char *by_formula;
    const char *by_hand;
    const char *stated_columns[4];
    const char *evaluation_columns[7];
    const char *target_columns[9];
    const char *audit_columns[5];
    const char *problem_columns[3];
    const char *project;
    const char *sure_columns[2];
    const char *round_modes[4];
    const char *inputs;
    const char *input_columns[4];  /* of the files that were read */
    const char *export_columns[5]; /* what names the form, file, record, rule, weight */
    const char *effective;         /* no rule rejects it */
    const char *missing_labels[3]; /* why an answer is missing: enum wj_case_state */
    const char *not_chosen;        /* an option of a multiple question */
    const char *chosen;
    const char *label_of; /* between a question and its option */
    const char *written;  /* behind an option */
};

extern const struct wj_wording wj_wording_zh;
extern const struct wj_wording wj_wording_en;

const struct wj_wording *wj_wording(enum wj_language language);

/* The sentences, by enum wj_text; with places in braces. */
extern const char *const wj_texts_zh[WJ_TEXT_COUNT];
extern const char *const wj_texts_en[WJ_TEXT_COUNT];

const char *const *wj_texts(enum wj_language language);

#endif
