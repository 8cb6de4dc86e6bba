#include "wording.h"

#define SAY(name) [WJ_TEXT_##name]

const char *const wj_texts_en[WJ_TEXT_COUNT] = {
    SAY(TITLE) = "{title}",
    SAY(INTRO) = "",
    SAY(NO_RESPONSES) =
        "No response is effective: there are no shares and rates, “–” stands for them.",
    SAY(SMALL_BASE) = "A base below {warn} is marked {mark}, one below {strong} {strong_mark}: "
                      "with so few people "
                      "a share depends on single answers.",
    SAY(HIDDEN) = "* stands for what is not published ({count}): counts below {below}, which might "
                  "show what a single person answered, and others from which these could be "
                  "computed.",
    SAY(HIDDEN_RATES) = "Not published are the rates of {questions}: counts that are not published "
                        "could be computed from them.",
    SAY(HIDDEN_MEASURES) = "Not published: {measures}. Counts that are not published could be "
                           "computed from it.",
    SAY(SMALL_BASE_ONE) = "A base below {count} is marked {mark}: with so few people a share "
                          "depends on single answers.",

    SAY(RETURNS_TITLE) = "How the survey was done",
    SAY(RESPONDENTS_TITLE) = "Who answered",
    SAY(AWARENESS_TITLE) = "Awareness",
    SAY(AWARENESS_OTHER) = "Other ratings",
    SAY(ITEMS_TITLE) = "Satisfaction item by item",
    SAY(ITEMS_OTHER) = "Ratings item by item",
    SAY(SATISFACTION_TITLE) = "Satisfaction table",
    SAY(MEASURES_TITLE) = "Measures",
    SAY(IMPROVE_TITLE) = "Multiple-choice questions",
    SAY(THEMES_TITLE) = "Open answers",
    SAY(TABLES_TITLE) = "Cross tables",
    SAY(METHOD_TITLE) = "How the figures were computed",
    SAY(SCORE_TITLE) = "Score",
    SAY(EVALUATION_TITLE) = "Result of the evaluation",
    SAY(PROJECTS_TITLE) = "Projects",
    SAY(SPENDING_TITLE) = "Spending by quarter",
    SAY(TARGETS_TITLE) = "Targets",
    SAY(PROBLEMS_TITLE) = "Problems",
    SAY(AUDIT_TITLE) = "Does the scoring table add up?",
    SAY(AUDIT_NONE) = "Figures of the scoring table that were compared: {compared}; all agree.",
    SAY(AUDIT_FOUND) = "Figures of the scoring table that were compared: {compared}; "
                       "contradictions: {findings}.",
    SAY(EXPLAIN_TITLE) = "How the scores came about",
    SAY(STATED_TITLE) = "Against the published figures",
    SAY(PROVENANCE_TITLE) = "Sources",

    SAY(DISTRIBUTED) = "Questionnaires handed out: {distributed}, returned: {returned}, return "
                       "rate {rate}.",
    SAY(RETURNED) = "Questionnaires returned: {returned}.",
    SAY(VALID) = "Effective: {valid}, effective rate {rate} (of those returned).",
    SAY(ALL_VALID) = "Every questionnaire that was returned is effective.",
    SAY(REJECTED) = "Rejected: {rejected} ({reasons}).",
    SAY(REJECTED_ONE) = "{reason} {count}",
    SAY(REJECTED_TABLE) = "Rejected questionnaires and why",
    SAY(REJECTED_MORE) = "{count} more: see rejected.csv.",
    SAY(STRAIGHT) = "Responses that ticked the same option throughout: {count}; look at them.",
    SAY(RETURNS_TABLE) = "Questionnaires handed out, returned and effective",
    SAY(POPULATION) =
        "Population: {population}; the {valid} effective responses are {share} of it.",
    SAY(RATES_NOTE) = "Return rate: returned ÷ handed out. Effective rate: effective ÷ returned, "
                      "not effective ÷ handed out.",
    SAY(VALID_RATE_NOTE) = "Effective rate: effective ÷ returned.",
    SAY(TOO_MANY) = "More questionnaires came back ({returned}) than were handed out "
                    "({distributed}); please check.",

    SAY(BASE) = "{question} (base {base})",
    SAY(MOST) = "{question}: “{option}” was chosen most often, by {count} ({share}).",
    SAY(MOST_NEXT) = "{question}: “{option}” was chosen most often, by {count} ({share}); next "
                     "comes “{next}” with {next_count} ({next_share}).",
    SAY(MOST_TIE) = "{question}: {options} were chosen most often, by {count} ({share}) each.",
    SAY(MOST_ALL) = "{question}: all {count} chose “{option}”.",
    SAY(MOST_ONLY) = "{question}: a single person answered, “{option}”.",
    SAY(MOST_NONE) = "{question}: nobody answered.",
    SAY(MOST_NO_BASE) = "{question}: there was nobody to answer it, so there are no shares.",
    SAY(QUANTITY) = "{question}: answered by {count}.",
    SAY(RATE) = "{question}: rate {rate}.",
    SAY(RATE_MEASURE) = "{measure}: {rate}.",
    SAY(IMPROVE_MOST) = "{question}: chosen most often is “{option}”, by {count} ({share}).",
    SAY(IMPROVE_NEXT) = "{question}: chosen most often is “{option}”, by {count} ({share}); next "
                        "comes “{next}” with {next_count} ({next_share}).",
    SAY(IMPROVE_TIE) = "{question}: {options} were chosen most often, by {count} ({share}) each.",
    SAY(IMPROVE_ALL) = "{question}: all {count} chose {options}.",
    SAY(IMPROVE_NONE) = "{question}: nobody of {base} chose anything.",
    SAY(IMPROVE_EXCLUSIVE_ONLY) =
        "{question}: {count} ({share}) chose “{option}”, nobody anything else.",
    SAY(IMPROVE_EXCLUSIVE) = "“{option}” was chosen by {count} ({share}).",
    SAY(THEMES_ANSWERED) = "{question}: answered by {count}, {share} of the effective responses.",
    SAY(THEMES_NONE) = "{question}: nobody wrote anything.",
    SAY(THEMES_TABLE) = "{question} (answered by {count})",
    SAY(THEMES_MOST) = "Named most often: “{theme}”, by {count}, {share} of those who answered.",
    SAY(THEMES_TIE) = "Named most often: {themes}, by {count} each, {share} of those who answered.",
    SAY(THEMES_NO_THEME) = "No answer fits any of the themes.",
    SAY(THEMES_NOTE) = "Shares are of those who answered; an answer may fit several themes, so "
                       "they may add up to more than 100%.",

    SAY(THEMES_LISTED) =
        "Of {count} answers without a theme the first {listed} stand in uncoded.csv.",
    SAY(THEMES_LISTED_ALL) = "The answers without a theme ({count}) stand in uncoded.csv.",
    SAY(THEMES_PHRASES) = "{question}: frequent sequences in the answers without a theme",
    SAY(THEMES_PHRASES_NOTE) = "Two to four Chinese characters in a row, counted once a "
                               "respondent: a hint for new themes. They "
                               "are not cut into words, and say nothing about praise or blame.",
    SAY(THEMES_MISSED) =
        "There were too many sequences, so rare ones were dropped: a count may be too "
        "low by {count} at most.",

    SAY(LISTING) = "{question}: of {base}, {options}; rate {rate}.",
    SAY(LISTING_ONE) = "{count} ({share}) chose “{option}”",
    SAY(LISTING_NOBODY) = "nobody chose {options}",
    SAY(LISTING_BLANK) = "{count} did not answer",
    SAY(LISTING_ALL) = "{question}: all {count} chose “{option}”; rate {rate}.",
    SAY(LISTING_NONE) = "{question}: nobody answered.",
    SAY(LISTING_NO_BASE) = "{question}: there was nobody to answer it, so there is no rate.",
    SAY(SUMMARIES_TABLE) = "Scores of the questions",
    SAY(SUMMARIES_MEAN) =
        "Mean and standard deviation are of those who chose an option with a score.",
    SAY(SUMMARIES_BOXES) =
        "Top (bottom) two: the share of people who chose one of the two options that score highest "
        "(lowest). It is not weighted by the options' scores, as the rate is. Net: top less "
        "bottom.",
    SAY(BOXES_OVERLAP) =
        "{questions}: with fewer than four different scores some options count for the top two "
        "and for the bottom two; do not rely on the net.",
    SAY(PROMOTERS) = "{question}: promoters (9 to 10) {promoters}, passives (7 to 8) {passives}, "
                     "detractors (0 to 6) {detractors}; net promoter score {nps}.",
    SAY(EXTREMES) = "Of {count} items, {highest} has the highest rate, {high}; {lowest} the "
                    "lowest, {low}.",
    SAY(EQUAL) = "All {count} items have the same rate, {rate}.",
    SAY(ANNEX_TABLE) = "Satisfaction by item and level",
    SAY(COMPOSITE) = "{measure} is {value}, the mean of the unrounded rates of {count} items.",
    SAY(COMPOSITE_WEIGHTED) =
        "{measure} is {value}, the weighted mean of the unrounded rates of {count} items.",
    SAY(COMPOSITE_NONE) = "{measure} has no value: there was nobody to answer one of its items.",
    SAY(ANNEX_NOTE) = "Score of a level: its points × people ÷ (highest points × base). An item's "
                      "satisfaction is the sum of its levels' scores, the composite the mean of "
                      "the items.",
    SAY(ANNEX_NOTE_WEIGHTED) =
        "Score of a level: its points × people ÷ (highest points × base). An item's satisfaction "
        "is the sum of its levels' scores, the composite the weighted mean of the items.",
    SAY(ANNEX_ROUNDING) =
        "{questions}: the levels' rounded scores do not add up to the rate in the last digit.",
    SAY(TABLE) = "{rows} × {columns}",
    SAY(TABLE_WHERE) = "{rows} × {columns} ({where})",
    SAY(TABLE_TITLED) = "{title}: {rows}",
    SAY(TABLE_EMPTY) = "No response belongs to this table, so that there are no shares: “–”.",
    SAY(TABLE_NOBODY) = "There is no effective response, so that there are no shares: “–”.",
    SAY(MEASURE_NO_SHARE) = "{measures}: “–”, since the question has no base.",
    SAY(RATE_ABOVE) =
        "{names}: several options of a multiple question may be ticked; their scores are "
        "added, and divided by the highest one, so that a rate may be above 100%.",
    SAY(MEASURE_NONE) = "{measures}: “–”, since nobody answered one of the items, or nobody chose "
                        "an option with a score.",
    SAY(MEASURE_SMALL_BASE) = "{measures}: no interval (“–”), since fewer than two answered one of "
                              "the items.",
    SAY(MEASURE_SHARES) = "{measures}: a share; its interval is that of {method}.",
    SAY(MEASURE_SHARES_FPC) = "{measures}: a share; its interval is that of {method}, "
                              "without correction for a "
                              "finite population: it is too wide where many of the population "
                              "answered, and no point even "
                              "where all did.",
    SAY(MEASURE_MANY_ITEMS) = "{measures}: no interval (“–”), since there are too many items to "
                              "keep the joint counts of their pairs.",
    SAY(MEASURE_TOO_LARGE) = "{measures}: no interval (“–”), since numbers are too large.",
    SAY(DASH_EMPTY) = "{columns}: “–”, since no effective response belongs there.",
    SAY(DASH_NOT_ASKED) = "{columns}: “–”, since nobody there had to answer this question.",
    SAY(DASH_NO_ANSWER) = "{columns}: “–”, since nobody there answered this question.",
    SAY(DASH_NO_SCORE) = "{columns}: no score (“–”), since nobody there chose an option with one.",
    SAY(DASH_ONE_ANSWER) =
        "{columns}: no standard deviation (“–”), since there is one answer only.",
    SAY(DASH_MANY_NUMBERS) = "{columns}: no quartiles (“–”), since there are too many distinct "
                             "numbers.",
    SAY(DASH_TOO_LARGE) = "{columns}: no standard deviation (“–”), since numbers are too large.",
    SAY(DASH_NO_WEIGHT) = "{columns}: nothing weighted (“–”), since all there weigh 0.",
    SAY(DASH_NOT_CHOSEN) = "{options}: no {lines} (“–”), since nobody chose it.",
    SAY(TABLE_RESPONSES) = "Shares are of all answers ticked, not of people: one may tick several.",
    SAY(TABLE_OUTSIDE) = "Of the total, {count} stand in no column of “{columns}”.",
    SAY(TABLE_WEIGHTED_ROWS) = "A row named weighted is the one above it, weighted.",
    SAY(TABLE_WEIGHTED) =
        "Counts and the shares in brackets are of people, unweighted; the weighted share is the "
        "option's weighted count ÷ the column's weighted base (weighted answers ticked, where "
        "these are counted); weights have the mean 1. Tests and all "
        "other rows are unweighted.",
    SAY(TABLE_WEIGHTED_BASE) = "The weighted base goes by weights of the mean 1; tests and all "
                               "other rows are unweighted.",
    SAY(TABLE_WEIGHTED_GRID) = "Rows named weighted: the row above by weights of the mean 1; all "
                               "other rows are unweighted.",
    SAY(TABLE_INDEX) = "Index: the column's share ÷ the total's share × 100; above 100, the column "
                       "is above all.",
    SAY(TABLE_SCORES) = "Rates and boxes are of those in the column who are scored; mean and "
                        "standard deviation of those who chose an option with a score.",
    SAY(TABLE_QUANTITY) = "Of those who gave a number; quartiles lie at (n − 1)·p, between two "
                          "numbers in proportion, as QUARTILE.INC of spreadsheets.",
    SAY(TABLE_UNTESTED) = "{name} has {count} columns, more than {most}: they are not tested, so "
                          "that the lack of letters says nothing.",
    SAY(TABLE_BANDS) = "Only columns of the same question are compared.",
    SAY(TABLE_WIDE) = "{table}: too wide for this page, see {file}.",
    SAY(TABLE_LETTERS) = "Letters behind a share: it is significantly above that of the columns "
                         "named ({level}; two-sided z test with pooled variance, unweighted, "
                         "{adjusted}; columns at 0 or 100% are not tested).",
    SAY(TABLE_LETTERS_QUANTITY) =
        "Letters behind a mean: it is significantly above that of the columns named ({level}; "
        "two-sided Welch test, unweighted, {adjusted}).",
    SAY(TABLE_UNTESTED_TICKS) =
        "Shares of answers ticked are not tested, since those of one person "
        "are not independent: the lack of letters says nothing.",
    SAY(TABLE_UNTESTED_HIDDEN) =
        "Columns are not tested, since some figures are hidden: the lack of "
        "letters says nothing.",
    SAY(TABLE_UNTESTED_GRID) = "Columns of this table are not tested: the lack of letters says "
                               "nothing.",
    SAY(TABLE_MEANS) = "Means are compared by Welch's t test.",
    SAY(TABLE_MEANS_NOT) = "Columns share responses, so that means are not tested.",
    SAY(TABLE_OVERLAP) = "Columns share responses, which the test of shares takes into account.",
    SAY(TABLE_INDEPENDENCE) = "Test of independence ({count} responses): χ²({df}) = {chi_square}, "
                              "p {p}, Cramér's V = {v}.",
    SAY(TABLE_EMPTY_LINES) =
        "Rows and columns with nobody are left out of the test of independence.",
    SAY(TABLE_NO_INDEPENDENCE) = "No test of independence: {why}.",
    SAY(TABLE_FISHER) = "The least expected count is {least}, below 5, so that Fisher's exact test "
                        "counts: p {p}.",
    SAY(TABLE_EXPECTED) = "The least expected count is {least}, below 5: take the chi-square test "
                          "with care.",
    SAY(TABLES_NOTE) = "In brackets: percent of the column's base.",

    SAY(COMPARISON_TITLE) = "Compared with the last survey",
    SAY(COMPARISON_AGAINST) = "The last one is “{title}” ({file}) with {valid_before} effective "
                              "responses; this one has {valid_now}.",
    SAY(COMPARISON_UP) = "Higher than last time: {figures}.",
    SAY(COMPARISON_DOWN) = "Lower than last time: {figures}.",
    SAY(COMPARISON_ONE) = "{name} ({difference} points)",
    SAY(COMPARISON_SAME) = "No measure or rate is clearly different from last time.",
    SAY(COMPARISON_TABLE) = "Measures and rates, compared",
    SAY(COMPARISON_SHARES) = "Shares of options, compared",
    SAY(COMPARISON_MORE) = "{count} more rows stand in comparison.csv.",
    SAY(COMPARISON_NOTE) =
        "The difference is this time less last time. ▲ up, ▼ down: the {level} interval of the "
        "difference "
        "leaves 0 out; ＝ no clear change: it holds 0, and the difference may be due to sampling.",
    SAY(COMPARISON_METHOD) = "The two surveys are taken for independent samples. Each figure is "
                             "judged by itself, without adjustment: of many, a few changes are due "
                             "to chance.",
    SAY(COMPARISON_WELCH) =
        "The intervals of {kinds} are Welch's, from both standard errors (Welch 1947).",
    SAY(COMPARISON_NEWCOMBE) = "The intervals of shares are put together from both Wilson "
                               "intervals (Newcombe 1998, method 10), without correction for a "
                               "finite population.",
    SAY(COMPARISON_BASE) =
        "The two surveys have different bases of shares and rates (base), so nothing is compared.",
    SAY(COMPARISON_NEW) = "Not there last time: {names}.",
    SAY(COMPARISON_GONE) = "Not there this time: {names}.",
    SAY(COMPARISON_OTHER) = "Not compared, since the type, the options or the items are not those "
                            "of last time: {names}.",
    SAY(COMPARISON_SCORES) = "Their rates are not compared, since the options or scores are not "
                             "those of last time: {names}.",
    SAY(COMPARISON_WEIGHTED) = "Figures that are weighted in both surveys are compared weighted, "
                               "with the standard errors that "
                               "the reports use.",
    SAY(COMPARISON_TARGET) =
        "{names}: the weighting's targets decide these weighted figures; that they "
        "differ is no finding.",
    SAY(COMPARISON_UNWEIGHTED) = "One survey alone is weighted: unweighted figures are compared.",
    SAY(IMPORTANCE_TITLE) = "Importance and satisfaction",
    SAY(IMPORTANCE_IMPROVE) = "Important for the composite, yet rated below average, so worth "
                              "improving first: {questions}.",
    SAY(IMPORTANCE_NO_IMPROVE) =
        "No item is important for the composite and yet rated below average.",
    SAY(IMPORTANCE_NONE) = "The importance of the items can't be computed: {reason}.",
    SAY(IMPORTANCE_TABLE) = "Importance and rate of the items",
    SAY(IMPORTANCE_NOTE) = "Importance is the correlation of an item's scores with {measure} (the "
                           "item included), of the "
                           "{count} effective responses that answered all items, unweighted; a "
                           "correlation is no proof of "
                           "a cause. Quadrants: Martilla and James, 1977.",
    SAY(IMPORTANCE_CUTS) =
        "The lines are the means of the items: importance {importance}, rate {rate}; "
        "what equals a mean counts as high.",
    SAY(SCALE_TITLE) = "Scale quality",
    SAY(SCALE_ALPHA) =
        "{items} ({count} items): Cronbach's alpha is {alpha} ({level} interval {lower} "
        "to {upper}), of the {base} effective responses that answered all items.",
    SAY(SCALE_NONE) = "{items} ({count} items): Cronbach's alpha can't be computed: {reason}.",
    SAY(SCALE_TABLE) = "Items and scale",
    SAY(SCALE_NOTE) = "Alpha is k/(k-1) × (1 - sum of the items' variances / variance of the sum), "
                      "k the number of items "
                      "(Cronbach 1951); its interval uses the F distribution (Feldt 1965). The "
                      "correlation with the "
                      "others is that with the sum of the other items; the one with the sum "
                      "includes the item. Scores "
                      "as given, of the effective responses that answered all items, unweighted. "
                      "–: one item is left, or one of the two does not vary.",
    SAY(SCALE_CONSTANT) = "{questions}: all answers are the same, so there is no correlation: –.",
    SAY(SCALE_PAIRED) = "Pairs of items",
    SAY(SCALE_PAIRED_NOTE) =
        "The difference is the first rate less the second, in percentage points, of the effective "
        "responses that answered both; paired t test (Student 1908), two-sided p, unweighted, not "
        "adjusted "
        "for multiple comparisons. Where the differences do not vary, or of fewer than two "
        "responses, there "
        "is no t: –.",
    SAY(SCALE_PAIRED_MORE) = "{count} more pairs stand in results.json.",
    SAY(CHART_IMPORTANCE) = "Importance and rate",

    SAY(BLANKS) = "{question}: {count} did not answer; they are in the base, so the shares add up "
                  "to less than 100%.",
    SAY(NOT_ASKED) = "{question}: {count} were not asked and are not in the base.",
    SAY(SUM) = "{question}: because of rounding, the shares add up to {sum}.",
    SAY(SUMS) =
        "Because of rounding the shares of these questions don't add up to 100%: {questions}.",
    SAY(SEVERAL) = "Shares of a multiple question are of respondents; they may pass 100%.",
    SAY(SEVERAL_SUM) =
        "{question}: several answers were possible; shares are of respondents and add up to {sum}.",
    SAY(UNSCORED) = "{options}: carries no score and is left out of the rate.",
    SAY(INTERVAL) = "The lines show {level} intervals.",
    SAY(SHARE_OF) = "{measures}: the share of people who chose certain options, not weighted by "
                    "the options' scores.",
    SAY(SHARE_OF_MEAN) = "{measures}: the share of people who chose certain options; {rates}: "
                         "weighted by the options' scores. The one can't stand for the other.",

    SAY(VALIDITY) = "A response is not effective in any of these cases: {cases}.",
    SAY(VALIDITY_EMPTY) = "no question was answered",
    SAY(VALIDITY_ALL) = "a question other than an open one was left empty",
    SAY(VALIDITY_REQUIRED) = "left empty: {questions}",
    SAY(VALIDITY_SECONDS) = "filled in in under {seconds} seconds",
    SAY(VALIDITY_MISSING) = "more than {share} of the questions were left empty",
    SAY(VALIDITY_STRAIGHT) = "the same answer to all of {questions}",
    SAY(VALIDITY_UNIQUE) = "an earlier response has the same {columns}",
    SAY(VALIDITY_UNIQUE_LAST) = "a later response has the same {columns}",
    SAY(VALIDITY_TICKS_MISSING) =
        "Two options ticked where one was asked for count as an empty answer.",
    SAY(VALIDITY_UNKNOWN_MISSING) = "Answers that fit no option count as empty.",

    SAY(METHOD_VALID) = "Shares and rates are of the {valid} effective responses: who left a "
                        "question empty is in its base and scores 0; who was not asked is not.",
    SAY(METHOD_ANSWERED) =
        "Shares and rates are of those who answered the question; an empty answer is left out.",
    SAY(METHOD_SCALE) = "Points of the options of {questions}: {scores}.",
    SAY(METHOD_OPTION) = "{option} {score}",
    SAY(METHOD_NO_SCORE) = "{option} none",
    SAY(METHOD_ITEM) = "Rate of an item: Σ(points × people) ÷ (highest points × base).",
    SAY(METHOD_MEAN) = "{measure} = {formula} = {value} (from the unrounded rates: exactly "
                       "{fraction}).",
    SAY(METHOD_POOLED) = "{measure} = all points ÷ all highest points = {formula} = {value}.",
    SAY(METHOD_SHARE) =
        "{measure} = those who chose {options} in “{question}” ÷ base = {count}÷{base} = {value}.",
    SAY(METHOD_PERCENT) = "Decimals of percentages: {places} ({mode}).",
    SAY(METHOD_SCORE) = "Decimals of indicators' scores: {places} ({mode}); levels and total add "
                        "the rounded scores.",
    SAY(METHOD_INTERVAL) =
        "The {level} interval of a rate rests on the standard error of the responses' scores and "
        "the t distribution; it takes the effective responses for a random sample.",
    SAY(METHOD_FPC) =
        "The {level} interval of a rate rests on the standard error of the responses' scores and "
        "the t distribution, corrected for the population of {population}; it takes the effective "
        "responses for a random sample.",
    SAY(METHOD_SIZE) = "For shares to lie within ±{margin} at a confidence of {level}, {needed} "
                       "effective responses are needed; there are {valid}, enough.",
    SAY(METHOD_SIZE_MISSED) =
        "For shares to lie within ±{margin} at a confidence of {level}, "
        "{needed} effective responses are needed; there are {valid}, too few.",
    SAY(METHOD_EXACT) = "Everything is computed in exact fractions and rounded once, for print.",
    SAY(WEIGHTED_TABLE) = "Weighted results",
    SAY(METHOD_RAKING) =
        "Weights: raked to the targets of {questions} (Deming and Stephan 1940), converged after "
        "{rounds} rounds; weights have the mean 1, the smallest is {least}, the largest {most}; "
        "Kish's effective sample size is {effective}, the design effect {deff}. Counts, shares and "
        "rates are unweighted; weighted results stand beside them.",
    SAY(METHOD_TRIMMED) = "No weight is above {times} times the mean; those of {count} responses "
                          "were cut there. All categories still meet their targets.",
    SAY(METHOD_TRIMMED_OFF) =
        "No weight is above {times} times the mean; those of {count} responses were cut there, so "
        "that the targets are no longer met exactly: furthest off is {option} of {question}, with "
        "the target {target} and {reached} after weighting.",
    SAY(METHOD_WITHOUT_TARGET) = "{count} effective responses did not answer the questions that "
                                 "weights go by; they take no part and have the weight 1.",
    SAY(METHOD_WEIGHT_COLUMN) =
        "Weights: the column {column}, brought to the mean 1; Kish's effective sample size is "
        "{effective}, the design effect {deff}. Counts, shares and rates are unweighted; weighted "
        "results stand beside them.",
    SAY(METHOD_RAKED_ERROR) =
        "The {level} intervals of weighted results use linearised standard errors, of residuals "
        "from the regression on the questions that weights go by (Deville, Särndal and Sautory "
        "1993), and the t distribution; standard errors with weights as constants stand in "
        "results.json.",
    SAY(METHOD_FIXED_ERROR) = "The {level} intervals of weighted results use linearised standard "
                              "errors with weights as constants, and the t distribution.",

    SAY(SCORE_TOTAL) = "Of {points} points {score} were scored, {rate}.",
    SAY(SURE_TOTAL) = "With the sampling error (confidence {confidence}) the total lies between "
                      "{lower} and {upper}.",
    SAY(SURE_GRADE) = "With the sampling error (confidence {confidence}) the total lies between "
                      "{lower} and {upper}, and the grade is {grade} throughout.",
    SAY(SURE_GRADES) = "With the sampling error (confidence {confidence}) the total lies between "
                       "{lower} and {upper}, and the grade could be {grades}: the sample is too "
                       "small to be sure of it.",
    SAY(SURE_SAME) = "With the sampling error (confidence {confidence}) the total stays the same.",
    SAY(SURE_UNKNOWN) = "There is no range of the total: {reason}.",
    SAY(SURE_OUTER) = "The formulas are intricate: no score lies outside these ranges, which may "
                      "be wider than need be.",
    SAY(SURE_TABLE) = "What the sampling error does to the scores",
    SAY(SURE_MEASURES) = "From the measures' intervals (level {level}) by the scoring formulas: "
                         "{measures}.",
    SAY(SURE_MEASURE) = "{measure} {lower}–{upper}",
    SAY(SCORE_GRADE) = "Grade: {grade}.",
    SAY(SCORE_BY_HAND) = "Grade: {grade} (by the total it would be {computed}). Reason: {reason}.",
    SAY(SCORE_NO_GRADE) = "No grade fits this score.",
    SAY(SCORE_NO_TOTAL) = "An indicator has no score yet: there is no total and no grade.",
    SAY(SCORE_EXTREMES) = "Of the first level, {highest} has the highest rate, {high}; {lowest} "
                          "the lowest, {low}.",
    SAY(SCORE_EQUAL) = "All of the first level have the same rate, {rate}.",
    SAY(SCORE_LOST) = "Indicators that lost points: {count} ({indicators}).",
    SAY(SCORE_LOST_ONE) = "{indicator} −{points}",
    SAY(SCORE_NONE_LOST) = "Every indicator has full marks.",
    SAY(SCORE_GRADES) = "Grades: {grades}.",
    SAY(SCORE_GRADE_FROM) = "“{grade}” from {from} points",
    SAY(SCORE_GRADE_BETWEEN) = "“{grade}” from {from} to below {to}",
    SAY(SCORE_GRADE_BELOW) = "“{grade}” below {to}",
    SAY(STATED_AGREE) = "Figures compared: {count}; all agree.",
    SAY(STATED_DIFFER) = "Figures compared: {count}; of these differ: {differing}.",
    SAY(INPUT) = "{file}: {records} records, encoding {encoding}, SHA-256 {digest}",
    SAY(INPUT_NO_DIGEST) = "{file}: {records} records, encoding {encoding}",
    SAY(DEFINITION) = "Definition {file}",
    SAY(TOOL) = "Computed with wjtab {version}.",

    SAY(EXPLAIN_NO_SCORE) = "No score yet.",
    SAY(EXPLAIN_FORMULA) = "Formula: {formula}",
    SAY(EXPLAIN_NUMBERS) = "With numbers: {formula} = {value}",
    SAY(EXPLAIN_ROUNDING) = "Rounding: {value}, to decimals: {places}, {mode}, gives {score}",
    SAY(EXPLAIN_ABOUT) = "about {value}",
    SAY(EXPLAIN_BY_HAND) = "The score was given by hand.",
    SAY(EXPLAIN_TARGET) = "Target: {target}; actual value: {actual}",
    SAY(EXPLAIN_DONE) = "Target: {target}; actual value: {actual}; completion: {done}",
    SAY(EXPLAIN_ACTUAL) = "{name}, that is {value}",
    SAY(EXPLAIN_STANDARD) = "Standard: {standard}",
    SAY(EXPLAIN_BASIS) = "Basis: {basis}",

    SAY(CHART_RESPONDENTS) = "{question}: shares of the options",
    SAY(CHART_STACKED) = "Shares of the options",
    SAY(CHART_RATES) = "Rates of the items",
    SAY(CHART_MEASURES) = "Measures",
    SAY(CHART_MULTIPLE) = "{question} (most often chosen first)",
    SAY(CHART_THEMES) = "{question}: share of each theme",
    SAY(CHART_GAUGE) = "Score and grades",
    SAY(CHART_IN_TABLE) = "{title}: {rows} rows; the figures stand in the table.",
};
