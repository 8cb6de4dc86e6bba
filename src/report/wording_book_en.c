#include "wording_book.h"

const struct wj_book_words wj_book_words_en = {
    .counts = "Statistics",
    .satisfaction = "Satisfaction",
    .tables = "Tables",
    .importance = "Importance",
    .comparison = "Comparison",
    .score = "Scoring",
    .facts = "Facts",
    .answers = "Answers",
    .notes = "Notes",
    .font = "Calibri",
    .untitled = "Evaluation",
    .count_columns = {"Question", "No.", "Code", "Option", "Score", "Count", "Base", "Share",
                      "Unrounded"},
    .rate = "Rate",
    .quantity = "Number (answers)",
    .returns = "Forms handed out and returned",
    .return_names = {"Effective", "Returned", "Handed out", "Return rate", "Effective rate"},
    .item = "Item",
    .people = "Count",
    .share = "Score",
    .scores = "Option's score",
    .rate_base = "Rate base",
    .top = "Top score",
    .item_rate = "Item rate",
    .exact = "Unrounded",
    .weight = "Weight",
    .composite = "Composite",
    .composition = "%s: options of each item",
    .composition_of = "Stacked bars of the options' shares of each item; the table is on the left",
    .options_of = "%s: shares of the options",
    .measures = "Measures",
    .measure_columns = {"Measure", "Result", "Unrounded", "Name in formulas"},
    .table = "%s × %s%s",
    .where = " (only: %s)",
    .importance_values = "Values, no formulas: importance is the correlation of an item's scores "
                         "with the composite, of those who answered all items.",
    .importance_chart = "Importance and rate",
    .importance_mean = "Mean",
    .importance_line = "Line of a mean",
    .comparison_values = "Values, no formulas: the earlier survey's figures are those of its "
                         "results.json; the report says how the two are compared.",
    .weighted = "weighted (value)",
    .weighted_values = "Weighted bases, weighted shares and rows named weighted are values, no "
                       "formulas: they go by weights of the mean 1 (see the report's method).",
    .wide = "This table has too many columns: see %s",
    .option = "Option",
    .all = "Total",
    .base = "Base",
    .levels = {"Level 1", "Level 2", "Level 3", "Level 4"},
    .points = "Points",
    .value = "Value",
    .target = "Target",
    .actual = "Actual",
    .done = "Completion",
    .formula = "Formula",
    .raw = "Unrounded score",
    .scored = "Score",
    .score_rate = "Score rate",
    .total = "Total",
    .level_sums = "Sums by level",
    .values_only = "Some formulas are too long or too deeply nested for spreadsheet programs: "
                   "the column of unrounded values holds their values.",
    .grade = "Grade",
    .grade_computed = "Grade by the total",
    .fact_columns = {"Name", "Value", "Unit", "Source", "Formula", "Name in formulas"},
    .from_survey = "From the survey",
    .number = "Row",
    .id = "Form",
    .where_column = "Filter of table",
    .not_asked = "(not asked)",
    .note =
        {
            "Every figure in this workbook can be followed down to the answers: counts are "
            "COUNTIFS "
            "over Answers, shares, rates and measures are formulas over counts, scores are the "
            "formulas of the scoring table. Click a cell to see how it is computed.",
            "Statistics: counts, base and share of each option; a scored question's rate is "
            "Σ(score × count)/(rate base × top score). Below it, the forms handed out and "
            "returned.",
            "Satisfaction: counts, scores (what an option adds to the item's rate), item rates and "
            "the composite. Measures lists all of them; scoring formulas use the names beside "
            "them.",
            "Tables: the cross tables of the definition; shares are of the column's base. A table "
            "with a filter uses the filter's column at the end of Answers (1: counted, 0: not).",
            "Scoring: the unrounded score is the indicator's own formula, the score rounds it; "
            "sums, "
            "total, rates and grade are formulas. A score given by hand stays as it was given.",
            "Facts: what scoring formulas refer to; a fact that is computed is a formula here, "
            "too.",
            "Answers: a row is an effective response. A single question holds the option's number "
            "(columns No., Code, Option of Statistics), blank is not answered, -3 not asked. A "
            "multiple question has one column per option: 1 chosen, 0 not chosen, all blank not "
            "answered, -3 not asked. A number is itself.",
            "Answers leaves out the texts of open questions; what looks like a phone number, an "
            "identity number and the like is replaced by ***.",
            "Rounding: as the definition says. Spreadsheet programs compute with binary fractions, "
            "which may stand a little beside a tie: formulas round to 10 decimals first, then as "
            "they must: ROUND(ROUND(x,10),1).",
            "Comparisons and roundings inside scoring formulas are the spreadsheet program's. "
            "After "
            "a change the workbook follows; results.json and the other files do not.",
            "Beyond 50,000 responses there are no Answers, and counts are values.",
        },
    .no_answers = "Answers is not there (no effective response, more than 50,000 of them, or more "
                  "columns than a sheet has): counts are values, not formulas.",
    .rounding = "Percentages have %s decimals, %s; scores have %s decimals, %s.",
    .modes = {"rounded half up", "rounded half to even", "cut off", "rounded up"},
    .definition = "Definition: %s (SHA-256 %s)",
    .input = "Data: %s, %s records (SHA-256 %s)",
    .tool = "Made by %s",
};
