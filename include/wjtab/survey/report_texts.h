/* The sections of a report, and the texts in it that a definition may replace: their keys and the
 * places in them that figures fill. What the texts say by themselves stands in src/report. */
#ifndef WJTAB_SURVEY_REPORT_TEXTS_H
#define WJTAB_SURVEY_REPORT_TEXTS_H

#include <stdbool.h>
#include <stddef.h>

#include "wjtab/base/api.h"
#include "wjtab/base/slice.h"

/* Name, key; in the order in which they stand in a report. */
#define WJ_SECTIONS(X)                                                                             \
    X(RETURNS, "returns")                                                                          \
    X(RESPONDENTS, "respondents")                                                                  \
    X(AWARENESS, "awareness")                                                                      \
    X(ITEMS, "items")                                                                              \
    X(SATISFACTION, "satisfaction")                                                                \
    X(MEASURES, "measures")                                                                        \
    X(COMPARISON, "comparison")                                                                    \
    X(IMPORTANCE, "importance")                                                                    \
    X(SCALE, "scale")                                                                              \
    X(IMPROVE, "improve")                                                                          \
    X(THEMES, "themes")                                                                            \
    X(TABLES, "tables")                                                                            \
    X(SCORE, "score")                                                                              \
    X(EVALUATION, "evaluation")                                                                    \
    X(PROJECTS, "projects")                                                                        \
    X(SPENDING, "spending")                                                                        \
    X(TARGETS, "targets")                                                                          \
    X(EXPLAIN, "explain")                                                                          \
    X(PROBLEMS, "problems")                                                                        \
    X(AUDIT, "audit")                                                                              \
    X(METHOD, "method")                                                                            \
    X(STATED, "stated")                                                                            \
    X(PROVENANCE, "provenance")

/* Name, key, places: each `中文:english`, both of which may be written. In a report they are given
 * in this order. */
#define WJ_TEXTS(X)                                                                                \
    X(TITLE, "title", "标题:title")                                                                \
    X(INTRO, "intro", "")                                                                          \
    X(NO_RESPONSES, "no_responses", "")                                                            \
    X(SMALL_BASE, "small_base", "警示:warn 严重:strong 标记:mark 严重标记:strong_mark")            \
    X(SMALL_BASE_ONE, "small_base.one", "标记:mark 人数:count")                                    \
    X(HIDDEN, "hidden", "界限:below 个数:count")                                                   \
    X(HIDDEN_RATES, "hidden.rates", "题目:questions")                                              \
    X(HIDDEN_MEASURES, "hidden.measures", "指标:measures")                                         \
    WJ_TEXTS_TITLES(X)                                                                             \
    WJ_TEXTS_RETURNS(X)                                                                            \
    WJ_TEXTS_CHOICES(X)                                                                            \
    WJ_TEXTS_ITEMS(X)                                                                              \
    WJ_TEXTS_SUMMARIES(X)                                                                          \
    WJ_TEXTS_COMPARISON(X)                                                                         \
    WJ_TEXTS_SCALE(X)                                                                              \
    WJ_TEXTS_NOTES(X)                                                                              \
    WJ_TEXTS_VALIDITY(X)                                                                           \
    WJ_TEXTS_METHOD(X)                                                                             \
    WJ_TEXTS_SCORE(X)                                                                              \
    WJ_TEXTS_SURE(X)                                                                               \
    WJ_TEXTS_EXPLAIN(X)                                                                            \
    WJ_TEXTS_CHARTS(X)

#define WJ_TEXTS_TITLES(X)                                                                         \
    X(RETURNS_TITLE, "returns.title", "")                                                          \
    X(RESPONDENTS_TITLE, "respondents.title", "")                                                  \
    X(AWARENESS_TITLE, "awareness.title", "")                                                      \
    X(AWARENESS_OTHER, "awareness.title_other", "")                                                \
    X(ITEMS_TITLE, "items.title", "")                                                              \
    X(ITEMS_OTHER, "items.title_other", "")                                                        \
    X(SATISFACTION_TITLE, "satisfaction.title", "")                                                \
    X(MEASURES_TITLE, "measures.title", "")                                                        \
    X(IMPROVE_TITLE, "improve.title", "")                                                          \
    X(THEMES_TITLE, "themes.title", "")                                                            \
    X(TABLES_TITLE, "tables.title", "")                                                            \
    X(METHOD_TITLE, "method.title", "")                                                            \
    X(SCORE_TITLE, "score.title", "")                                                              \
    X(EVALUATION_TITLE, "evaluation.title", "")                                                    \
    X(PROJECTS_TITLE, "projects.title", "")                                                        \
    X(SPENDING_TITLE, "spending.title", "")                                                        \
    X(TARGETS_TITLE, "targets.title", "")                                                          \
    X(PROBLEMS_TITLE, "problems.title", "")                                                        \
    X(AUDIT_TITLE, "audit.title", "")                                                              \
    X(AUDIT_NONE, "audit.none", "核对数:compared")                                                 \
    X(AUDIT_FOUND, "audit.found", "核对数:compared 处数:findings")                                 \
    X(EXPLAIN_TITLE, "explain.title", "")                                                          \
    X(STATED_TITLE, "stated.title", "")                                                            \
    X(PROVENANCE_TITLE, "provenance.title", "")

#define WJ_TEXTS_RETURNS(X)                                                                        \
    X(DISTRIBUTED, "returns.distributed", "发放:distributed 回收:returned 回收率:rate")            \
    X(RETURNED, "returns.returned", "回收:returned")                                               \
    X(VALID, "returns.valid", "有效:valid 有效率:rate")                                            \
    X(ALL_VALID, "returns.all_valid", "")                                                          \
    X(REJECTED, "returns.rejected", "无效:rejected 原因:reasons")                                  \
    X(REJECTED_ONE, "returns.rejected_one", "原因:reason 份数:count")                              \
    X(REJECTED_TABLE, "returns.rejected_caption", "")                                              \
    X(REJECTED_MORE, "returns.rejected_more", "份数:count")                                        \
    X(STRAIGHT, "returns.straight", "份数:count")                                                  \
    X(RETURNS_TABLE, "returns.caption", "")                                                        \
    X(POPULATION, "returns.population", "总体:population 有效:valid 占比:share")                   \
    X(RATES_NOTE, "returns.rates", "")                                                             \
    X(VALID_RATE_NOTE, "returns.valid_rate", "")                                                   \
    X(TOO_MANY, "returns.too_many", "发放:distributed 回收:returned")

#define WJ_TEXTS_CHOICES(X)                                                                          \
    X(BASE, "choice.base", "题目:question 人数:base")                                                \
    X(MOST, "choice.most", "题目:question 选项:option 人数:count 占比:share")                        \
    X(MOST_NEXT, "choice.most_next",                                                                 \
      "题目:question 选项:option 人数:count 占比:share 其次:next 其次人数:next_count " \
      "其次占比:next_share")                                                                         \
    X(MOST_TIE, "choice.tie", "题目:question 选项:options 人数:count 占比:share")                    \
    X(MOST_ALL, "choice.all", "题目:question 选项:option 人数:count")                                \
    X(MOST_ONLY, "choice.only", "题目:question 选项:option")                                         \
    X(MOST_NONE, "choice.none", "题目:question")                                                     \
    X(MOST_NO_BASE, "choice.no_base", "题目:question")                                               \
    X(QUANTITY, "choice.quantity", "题目:question 人数:count")                                       \
    X(RATE, "choice.rate", "题目:question 得分率:rate")                                              \
    X(RATE_MEASURE, "choice.rate_measure", "题目:question 得分率:rate 指标:measure")                 \
    X(IMPROVE_MOST, "improve.most", "题目:question 选项:option 人数:count 占比:share")               \
    X(IMPROVE_NEXT, "improve.most_next",                                                             \
      "题目:question 选项:option 人数:count 占比:share 其次:next 其次人数:next_count " \
      "其次占比:next_share")                                                                         \
    X(IMPROVE_TIE, "improve.tie", "题目:question 选项:options 人数:count 占比:share")                \
    X(IMPROVE_ALL, "improve.all", "题目:question 选项:options 人数:count")                           \
    X(IMPROVE_NONE, "improve.none", "题目:question 人数:base")                                       \
    X(IMPROVE_EXCLUSIVE_ONLY, "improve.exclusive_only",                                              \
      "题目:question 选项:option 人数:count 占比:share")                                             \
    X(IMPROVE_EXCLUSIVE, "improve.exclusive", "题目:question 选项:option 人数:count 占比:share")     \
    X(THEMES_ANSWERED, "themes.answered", "题目:question 人数:count 占比:share")                     \
    X(THEMES_NONE, "themes.none", "题目:question")                                                   \
    X(THEMES_TABLE, "themes.caption", "题目:question 人数:count")                                    \
    X(THEMES_MOST, "themes.most", "题目:question 主题:theme 人数:count 占比:share")                  \
    X(THEMES_TIE, "themes.tie", "题目:question 主题:themes 人数:count 占比:share")                   \
    X(THEMES_NO_THEME, "themes.no_theme", "题目:question")                                           \
    X(THEMES_NOTE, "themes.note", "")                                                                \
    X(THEMES_LISTED, "themes.listed", "人数:count 列出:listed")                                      \
    X(THEMES_LISTED_ALL, "themes.listed_all", "人数:count")                                          \
    X(THEMES_PHRASES, "themes.phrases", "题目:question")                                             \
    X(THEMES_PHRASES_NOTE, "themes.phrases_note", "")                                                \
    X(THEMES_MISSED, "themes.missed", "人数:count")

#define WJ_TEXTS_ITEMS(X)                                                                          \
    X(LISTING, "items.sentence", "题目:question 人数:base 各项:options 得分率:rate")               \
    X(LISTING_ONE, "items.option", "选项:option 人数:count 占比:share")                            \
    X(LISTING_NOBODY, "items.nobody", "选项:options")                                              \
    X(LISTING_BLANK, "items.blank", "人数:count")                                                  \
    X(LISTING_ALL, "items.all", "题目:question 人数:count 选项:option 得分率:rate")                \
    X(LISTING_NONE, "items.none", "题目:question")                                                 \
    X(LISTING_NO_BASE, "items.no_base", "题目:question")                                           \
    X(EXTREMES, "items.extremes", "项数:count 最高项:highest 最高:high 最低项:lowest 最低:low")    \
    X(EQUAL, "items.equal", "项数:count 得分率:rate")                                              \
    X(ANNEX_TABLE, "satisfaction.caption", "")                                                     \
    X(COMPOSITE, "satisfaction.composite", "指标:measure 数值:value 项数:count")                   \
    X(COMPOSITE_WEIGHTED, "satisfaction.weighted", "指标:measure 数值:value 项数:count")           \
    X(COMPOSITE_NONE, "satisfaction.no_value", "指标:measure")                                     \
    X(ANNEX_NOTE, "satisfaction.note", "")                                                         \
    X(ANNEX_NOTE_WEIGHTED, "satisfaction.note_weighted", "")                                       \
    X(ANNEX_ROUNDING, "satisfaction.rounding", "题目:questions")                                   \
    X(TABLE, "tables.caption", "行:rows 列:columns")                                               \
    X(TABLE_WHERE, "tables.caption_where", "行:rows 列:columns 条件:where")                        \
    X(TABLE_TITLED, "tables.caption_titled", "标题:title 行:rows")                                 \
    X(TABLE_WIDE, "tables.wide", "表:table 文件:file")                                             \
    X(TABLE_EMPTY, "tables.empty", "")                                                             \
    X(TABLE_NOBODY, "tables.nobody", "")                                                           \
    X(MEASURE_NONE, "measures.none", "指标:measures")                                              \
    X(RATE_ABOVE, "measures.rate_above", "名称:names")                                             \
    X(MEASURE_NO_SHARE, "measures.no_share", "指标:measures")                                      \
    X(MEASURE_SMALL_BASE, "measures.small_base", "指标:measures")                                  \
    X(MEASURE_SHARES, "measures.share_intervals", "指标:measures 方法:method")                     \
    X(MEASURE_SHARES_FPC, "measures.share_intervals_fpc", "指标:measures 方法:method")             \
    X(MEASURE_MANY_ITEMS, "measures.many_items", "指标:measures")                                  \
    X(MEASURE_TOO_LARGE, "measures.too_large", "指标:measures")                                    \
    X(DASH_EMPTY, "tables.dash_empty", "列:columns")                                               \
    X(DASH_NOT_ASKED, "tables.dash_not_asked", "列:columns")                                       \
    X(DASH_NO_ANSWER, "tables.dash_no_answer", "列:columns")                                       \
    X(DASH_NO_SCORE, "tables.dash_no_score", "列:columns")                                         \
    X(DASH_ONE_ANSWER, "tables.dash_one_answer", "列:columns")                                     \
    X(DASH_MANY_NUMBERS, "tables.dash_many_numbers", "列:columns")                                 \
    X(DASH_TOO_LARGE, "tables.dash_too_large", "列:columns")                                       \
    X(DASH_NO_WEIGHT, "tables.dash_no_weight", "列:columns")                                       \
    X(DASH_NOT_CHOSEN, "tables.dash_not_chosen", "选项:options 行:lines")                          \
    X(TABLE_RESPONSES, "tables.responses", "")                                                     \
    X(TABLE_OUTSIDE, "tables.outside", "人数:count 列:columns")                                    \
    X(TABLE_WEIGHTED_ROWS, "tables.weighted_rows", "")                                             \
    X(TABLE_WEIGHTED, "tables.weighted", "")                                                       \
    X(TABLE_WEIGHTED_BASE, "tables.weighted_base", "")                                             \
    X(TABLE_WEIGHTED_GRID, "tables.weighted_grid", "")                                             \
    X(TABLE_INDEX, "tables.index", "")                                                             \
    X(TABLE_SCORES, "tables.scores", "")                                                           \
    X(TABLE_QUANTITY, "tables.quantity", "")                                                       \
    X(TABLE_BANDS, "tables.letters_bands", "")                                                     \
    X(TABLE_UNTESTED, "tables.untested", "名称:name 列数:count 上限:most")                         \
    X(TABLE_LETTERS, "tables.letters", "水平:level 校正:adjusted")                                 \
    X(TABLE_LETTERS_QUANTITY, "tables.letters_quantity", "水平:level 校正:adjusted")               \
    X(TABLE_UNTESTED_TICKS, "tables.untested_ticks", "")                                           \
    X(TABLE_UNTESTED_HIDDEN, "tables.untested_hidden", "")                                         \
    X(TABLE_UNTESTED_GRID, "tables.untested_grid", "")                                             \
    X(TABLE_MEANS, "tables.letters_means", "")                                                     \
    X(TABLE_MEANS_NOT, "tables.letters_means_not", "")                                             \
    X(TABLE_OVERLAP, "tables.letters_overlap", "")                                                 \
    X(TABLE_INDEPENDENCE, "tables.independence",                                                   \
      "人数:count 自由度:df 卡方:chi_square 概率:p 系数:v")                                        \
    X(TABLE_EMPTY_LINES, "tables.independence_empty", "")                                          \
    X(TABLE_NO_INDEPENDENCE, "tables.no_independence", "原因:why")                                 \
    X(TABLE_FISHER, "tables.fisher", "最小期望:least 概率:p")                                      \
    X(TABLE_EXPECTED, "tables.expected", "最小期望:least")                                         \
    X(TABLES_NOTE, "tables.note", "")

#define WJ_TEXTS_COMPARISON(X)                                                                     \
    X(COMPARISON_TITLE, "comparison.title", "")                                                    \
    X(COMPARISON_AGAINST, "comparison.against",                                                    \
      "上期:title 文件:file 上期有效:valid_before 本期有效:valid_now")                             \
    X(COMPARISON_UP, "comparison.up", "各项:figures")                                              \
    X(COMPARISON_DOWN, "comparison.down", "各项:figures")                                          \
    X(COMPARISON_ONE, "comparison.one", "名称:name 差:difference")                                 \
    X(COMPARISON_SAME, "comparison.same", "")                                                      \
    X(COMPARISON_TABLE, "comparison.caption", "")                                                  \
    X(COMPARISON_SHARES, "comparison.shares", "")                                                  \
    X(COMPARISON_MORE, "comparison.more", "行数:count")                                            \
    X(COMPARISON_NOTE, "comparison.note", "置信度:level")                                          \
    X(COMPARISON_METHOD, "comparison.method", "")                                                  \
    X(COMPARISON_WELCH, "comparison.welch", "各类:kinds")                                          \
    X(COMPARISON_NEWCOMBE, "comparison.newcombe", "")                                              \
    X(COMPARISON_BASE, "comparison.base", "")                                                      \
    X(COMPARISON_NEW, "comparison.new", "名称:names")                                              \
    X(COMPARISON_GONE, "comparison.gone", "名称:names")                                            \
    X(COMPARISON_OTHER, "comparison.other", "名称:names")                                          \
    X(COMPARISON_SCORES, "comparison.scores", "名称:names")                                        \
    X(COMPARISON_WEIGHTED, "comparison.weighted", "")                                              \
    X(COMPARISON_TARGET, "comparison.target", "名称:names")                                        \
    X(COMPARISON_UNWEIGHTED, "comparison.unweighted", "")

#define WJ_TEXTS_SCALE(X)                                                                          \
    X(IMPORTANCE_TITLE, "importance.title", "")                                                    \
    X(IMPORTANCE_IMPROVE, "importance.improve", "题目:questions")                                  \
    X(IMPORTANCE_NO_IMPROVE, "importance.no_improve", "")                                          \
    X(IMPORTANCE_NONE, "importance.none", "原因:reason")                                           \
    X(IMPORTANCE_TABLE, "importance.caption", "")                                                  \
    X(IMPORTANCE_NOTE, "importance.note", "指标:measure 人数:count")                               \
    X(IMPORTANCE_CUTS, "importance.cuts", "重要性:importance 得分率:rate")                         \
    X(SCALE_TITLE, "scale.title", "")                                                              \
    X(SCALE_ALPHA, "scale.alpha",                                                                  \
      "对象:items 题数:count 系数:alpha 置信度:level 下限:lower 上限:upper 人数:base")             \
    X(SCALE_NONE, "scale.none", "对象:items 题数:count 原因:reason")                               \
    X(SCALE_TABLE, "scale.caption", "")                                                            \
    X(SCALE_NOTE, "scale.note", "")                                                                \
    X(SCALE_CONSTANT, "scale.constant", "题目:questions")                                          \
    X(SCALE_PAIRED, "scale.paired", "")                                                            \
    X(SCALE_PAIRED_NOTE, "scale.paired_note", "")                                                  \
    X(SCALE_PAIRED_MORE, "scale.paired_more", "对数:count")                                        \
    X(CHART_IMPORTANCE, "chart.importance", "")

#define WJ_TEXTS_NOTES(X)                                                                          \
    X(BLANKS, "note.blanks", "题目:question 人数:count")                                           \
    X(NOT_ASKED, "note.not_asked", "题目:question 人数:count")                                     \
    X(SUM, "note.sum", "题目:question 合计:sum")                                                   \
    X(SUMS, "note.sums", "题目:questions")                                                         \
    X(SEVERAL, "note.several", "")                                                                 \
    X(SEVERAL_SUM, "note.several_sum", "题目:question 合计:sum")                                   \
    X(UNSCORED, "note.unscored", "选项:options")                                                   \
    X(INTERVAL, "note.interval", "置信度:level")                                                   \
    X(SHARE_OF, "note.share_of", "指标:measures")                                                  \
    X(SHARE_OF_MEAN, "note.share_of_mean", "指标:measures 得分率指标:rates")

#define WJ_TEXTS_METHOD(X)                                                                         \
    X(METHOD_VALID, "method.base_valid", "有效:valid")                                             \
    X(METHOD_ANSWERED, "method.base_answered", "")                                                 \
    X(METHOD_SCALE, "method.scale", "题目:questions 赋分:scores")                                  \
    X(METHOD_OPTION, "method.option", "选项:option 分值:score")                                    \
    X(METHOD_NO_SCORE, "method.option_without_score", "选项:option")                               \
    X(METHOD_ITEM, "method.item", "")                                                              \
    X(METHOD_MEAN, "method.mean", "指标:measure 算式:formula 数值:value 分数:fraction")            \
    X(METHOD_POOLED, "method.pooled", "指标:measure 算式:formula 数值:value")                      \
    X(METHOD_SHARE, "method.share",                                                                \
      "指标:measure 题目:question 选项:options 人数:count 分母:base 数值:value")                   \
    X(METHOD_PERCENT, "method.percent", "位数:places 方式:mode")                                   \
    X(METHOD_SCORE, "method.score", "位数:places 方式:mode")                                       \
    X(METHOD_EXACT, "method.exact", "")                                                            \
    X(METHOD_INTERVAL, "method.interval", "置信度:level")                                          \
    X(METHOD_FPC, "method.interval_population", "置信度:level 总体:population")                    \
    X(METHOD_SIZE, "method.sample_size", "置信度:level 误差:margin 需要:needed 有效:valid")        \
    X(METHOD_SIZE_MISSED, "method.sample_size_missed",                                             \
      "置信度:level 误差:margin 需要:needed 有效:valid")                                           \
    X(WEIGHTED_TABLE, "weighting.table", "")                                                       \
    X(METHOD_RAKING, "method.raking",                                                              \
      "题目:questions 轮数:rounds 最小:least 最大:most 有效样本:effective 设计效应:deff")          \
    X(METHOD_TRIMMED, "method.trimmed", "倍数:times 份数:count")                                   \
    X(METHOD_TRIMMED_OFF, "method.trimmed_off",                                                    \
      "倍数:times 份数:count 题目:question 选项:option 目标:target 实际:reached")                  \
    X(METHOD_WITHOUT_TARGET, "method.without_target", "份数:count")                                \
    X(METHOD_WEIGHT_COLUMN, "method.weight_column", "列:column 有效样本:effective 设计效应:deff")  \
    X(METHOD_RAKED_ERROR, "method.error_raked", "置信度:level")                                    \
    X(METHOD_FIXED_ERROR, "method.error_fixed", "置信度:level")

#define WJ_TEXTS_SUMMARIES(X)                                                                      \
    X(SUMMARIES_TABLE, "items.summaries", "")                                                      \
    X(SUMMARIES_MEAN, "items.summaries_mean", "")                                                  \
    X(SUMMARIES_BOXES, "items.summaries_boxes", "")                                                \
    X(BOXES_OVERLAP, "items.boxes_overlap", "题目:questions")                                      \
    X(PROMOTERS, "respondents.promoters",                                                          \
      "题目:question 推荐者:promoters 中立者:passives 贬损者:detractors 净推荐值:nps")

#define WJ_TEXTS_VALIDITY(X)                                                                       \
    X(VALIDITY, "method.effective", "情形:cases")                                                  \
    X(VALIDITY_EMPTY, "method.effective_empty", "")                                                \
    X(VALIDITY_ALL, "method.effective_all", "")                                                    \
    X(VALIDITY_REQUIRED, "method.effective_required", "题目:questions")                            \
    X(VALIDITY_SECONDS, "method.effective_seconds", "秒数:seconds")                                \
    X(VALIDITY_MISSING, "method.effective_missing", "占比:share")                                  \
    X(VALIDITY_STRAIGHT, "method.effective_straight", "题目:questions")                            \
    X(VALIDITY_UNIQUE, "method.effective_unique", "列:columns")                                    \
    X(VALIDITY_UNIQUE_LAST, "method.effective_unique_last", "列:columns")                          \
    X(VALIDITY_TICKS_MISSING, "method.ticks_missing", "")                                          \
    X(VALIDITY_UNKNOWN_MISSING, "method.unknown_missing", "")

#define WJ_TEXTS_SURE(X)                                                                           \
    X(SURE_TOTAL, "score.sure", "置信水平:confidence 下限:lower 上限:upper")                       \
    X(SURE_GRADE, "score.sure_grade", "置信水平:confidence 下限:lower 上限:upper 等级:grade")      \
    X(SURE_GRADES, "score.sure_grades", "置信水平:confidence 下限:lower 上限:upper 等级:grades")   \
    X(SURE_SAME, "score.sure_same", "置信水平:confidence")                                         \
    X(SURE_UNKNOWN, "score.sure_unknown", "原因:reason")                                           \
    X(SURE_OUTER, "score.sure_outer", "")                                                          \
    X(SURE_TABLE, "score.sure_table", "")                                                          \
    X(SURE_MEASURES, "score.sure_measures", "水平:level 各项:measures")                            \
    X(SURE_MEASURE, "score.sure_measure", "指标:measure 下限:lower 上限:upper")

#define WJ_TEXTS_SCORE(X)                                                                          \
    X(SCORE_TOTAL, "score.total", "分值:points 得分:score 得分率:rate")                            \
    X(SCORE_GRADE, "score.grade", "等级:grade")                                                    \
    X(SCORE_BY_HAND, "score.grade_by_hand", "等级:grade 计算等级:computed 理由:reason")            \
    X(SCORE_NO_GRADE, "score.no_grade", "")                                                        \
    X(SCORE_NO_TOTAL, "score.no_total", "")                                                        \
    X(SCORE_EXTREMES, "score.extremes",                                                            \
      "项数:count 最高项:highest 最高:high 最低项:lowest 最低:low")                                \
    X(SCORE_EQUAL, "score.equal", "项数:count 得分率:rate")                                        \
    X(SCORE_LOST, "score.lost", "项数:count 各项:indicators")                                      \
    X(SCORE_LOST_ONE, "score.lost_one", "指标:indicator 扣分:points")                              \
    X(SCORE_NONE_LOST, "score.none_lost", "")                                                      \
    X(SCORE_GRADES, "score.grades", "等级:grades")                                                 \
    X(SCORE_GRADE_FROM, "score.grade_from", "等级:grade 下限:from")                                \
    X(SCORE_GRADE_BETWEEN, "score.grade_between", "等级:grade 下限:from 上限:to")                  \
    X(SCORE_GRADE_BELOW, "score.grade_below", "等级:grade 上限:to")                                \
    X(STATED_AGREE, "stated.agree", "项数:count")                                                  \
    X(STATED_DIFFER, "stated.differ", "项数:count 不一致:differing")                               \
    X(INPUT, "provenance.input", "文件:file 记录:records 编码:encoding 摘要:digest")               \
    X(INPUT_NO_DIGEST, "provenance.input_no_digest", "文件:file 记录:records 编码:encoding")       \
    X(DEFINITION, "provenance.definition", "文件:file 摘要:digest")                                \
    X(TOOL, "provenance.tool", "版本:version")

#define WJ_TEXTS_EXPLAIN(X)                                                                        \
    X(EXPLAIN_NO_SCORE, "explain.no_score", "")                                                    \
    X(EXPLAIN_FORMULA, "explain.formula", "公式:formula")                                          \
    X(EXPLAIN_NUMBERS, "explain.with_numbers", "公式:formula 数值:value")                          \
    X(EXPLAIN_ROUNDING, "explain.rounding", "数值:value 位数:places 方式:mode 得分:score")         \
    X(EXPLAIN_ABOUT, "explain.about", "数值:value")                                                \
    X(EXPLAIN_BY_HAND, "explain.by_hand", "")                                                      \
    X(EXPLAIN_TARGET, "explain.target", "目标值:target 实际值:actual")                             \
    X(EXPLAIN_DONE, "explain.done", "目标值:target 实际值:actual 完成率:done")                     \
    X(EXPLAIN_ACTUAL, "explain.actual", "名称:name 数值:value")                                    \
    X(EXPLAIN_STANDARD, "explain.standard", "评价标准:standard")                                   \
    X(EXPLAIN_BASIS, "explain.basis", "依据:basis")

#define WJ_TEXTS_CHARTS(X)                                                                         \
    X(CHART_RESPONDENTS, "chart.options", "题目:question")                                         \
    X(CHART_STACKED, "chart.items", "")                                                            \
    X(CHART_RATES, "chart.satisfaction", "")                                                       \
    X(CHART_MEASURES, "chart.measures", "")                                                        \
    X(CHART_MULTIPLE, "chart.improve", "题目:question")                                            \
    X(CHART_THEMES, "chart.themes", "题目:question")                                               \
    X(CHART_GAUGE, "chart.score", "")                                                              \
    X(CHART_IN_TABLE, "chart.in_table", "图题:title 行数:rows")

enum wj_section_number {
#define WJ_NAME(name, key) WJ_SECTION_##name,
    WJ_SECTIONS(WJ_NAME)
#undef WJ_NAME
        WJ_SECTION_COUNT
};

enum wj_text {
#define WJ_NAME(name, key, places) WJ_TEXT_##name,
    WJ_TEXTS(WJ_NAME)
#undef WJ_NAME
        WJ_TEXT_COUNT
};

/* Keys; NULL beyond the last. */
WJ_API const char *wj_section_key(size_t section);
WJ_API const char *wj_text_key(size_t text);

/* The number of the place that bears a name, in either language, or -1. */
WJ_API long wj_text_place(enum wj_text text, struct wj_slice name);

/* Names that may stand in every text, numbered as in enum wj_anywhere; -1 for others. */
enum wj_anywhere {
    WJ_ANYWHERE_TITLE,
    WJ_ANYWHERE_DISTRIBUTED,
    WJ_ANYWHERE_RETURNED,
    WJ_ANYWHERE_VALID,
    WJ_ANYWHERE_RETURN_RATE,
    WJ_ANYWHERE_VALID_RATE,
    WJ_ANYWHERE_TOTAL,
    WJ_ANYWHERE_GRADE
};
WJ_API long wj_anywhere_place(struct wj_slice name);

/* All names of a text's places, or of those that stand anywhere (WJ_TEXT_COUNT), one after the
 * other. Begin with *rest NULL; false behind the last. */
WJ_API bool wj_text_next_name(size_t text, const char **rest, struct wj_slice *name);

enum wj_piece { WJ_PIECE_TEXT, WJ_PIECE_PLACE, WJ_PIECE_FAULT };

/* Cuts the next piece off a text: words, {a place} without its braces, or an open brace that is
 * never closed. `{{` and `}}` stand for a brace. False at the end. */
WJ_API bool wj_text_cut(struct wj_slice *rest, struct wj_slice *piece, enum wj_piece *kind);

#endif
