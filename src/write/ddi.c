#include "export.h"

#include <inttypes.h>

/* DDI-Codebook 2.5; the order of the elements is the schema's. Variables are V1, V2, … */

static void put_element(struct wj_buf *out, const char *indent, const char *name, const char *text)
{
    wj_buf_addf(out, "%s<%s>", indent, name);
    wj_export_xml(out, text);
    wj_buf_addf(out, "</%s>\n", name);
}

static void put_study(struct wj_buf *out, const struct wj_dataset *dataset)
{
    const char *language = dataset->language == WJ_CHINESE ? "zh-CN" : "en";
    wj_buf_addf(out,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                "<codeBook xmlns=\"ddi:codebook:2_5\" version=\"2.5\" xml:lang=\"%s\">\n",
                language);
    wj_buf_add_text(out, "  <stdyDscr>\n    <citation>\n      <titlStmt>\n");
    put_element(out, "        ", "titl", dataset->title);
    wj_buf_add_text(out, "      </titlStmt>\n      <prodStmt>\n"
                         "        <software version=\"" WJ_VERSION "\">wjtab</software>\n"
                         "      </prodStmt>\n    </citation>\n  </stdyDscr>\n");
    wj_buf_addf(out,
                "  <fileDscr ID=\"F1\">\n    <fileTxt>\n      <dimensns>\n"
                "        <caseQnty>%" PRIu64 "</caseQnty>\n        <varQnty>%zu</varQnty>\n"
                "      </dimensns>\n    </fileTxt>\n  </fileDscr>\n",
                dataset->rows, dataset->variable_count);
}

/* What the definition calls the question; its label is longer. */
static void put_question(struct wj_buf *out, const char *question)
{
    if (question != NULL) {
        wj_buf_add_text(out, "      <notes subject=\"question\">");
        wj_export_xml(out, question);
        wj_buf_add_text(out, "</notes>\n");
    }
}

static void put_set(struct wj_buf *out, const struct wj_variable_set *set)
{
    wj_buf_addf(out, "    <varGrp ID=\"G_%s\" name=\"%s\" type=\"multipleResp\" var=\"", set->name,
                set->name);
    for (size_t i = 0; i < set->count; i++) {
        wj_buf_addf(out, "%sV%zu", i > 0 ? " " : "", set->first + i + 1);
    }
    wj_buf_add_text(out, "\">\n");
    put_element(out, "      ", "labl", set->label);
    put_question(out, set->question);
    wj_buf_add_text(out, "    </varGrp>\n");
}

static void put_category(struct wj_buf *out, bool missing, bool has_value, int64_t value,
                         const char *label, uint64_t count)
{
    wj_buf_addf(out, "      <catgry%s>\n", missing ? " missing=\"Y\"" : "");
    if (has_value) {
        wj_buf_addf(out, "        <catValu>%" PRId64 "</catValu>\n", value);
    }
    put_element(out, "        ", "labl", label);
    wj_buf_addf(out, "        <catStat type=\"freq\">%" PRIu64 "</catStat>\n      </catgry>\n",
                count);
}

static void put_categories(struct wj_buf *out, const struct wj_dataset *dataset,
                           const struct wj_variable *variable)
{
    for (size_t i = 0; i < variable->category_count; i++) {
        const struct wj_category *category = &variable->categories[i];
        put_category(out, false, true, category->value, category->label, category->count);
    }
    bool asked = variable->kind != WJ_VARIABLE_TEXT && variable->question != NULL;
    for (size_t i = 0; asked && i < WJ_MISSING_KINDS; i++) {
        put_category(out, true, variable->has_missing, variable->missing[i],
                     dataset->missing_labels[i], variable->missing_count[i]);
    }
}

static void put_figures(struct wj_buf *out, const struct wj_variable *variable)
{
    uint64_t missing = 0;
    for (size_t i = 0; i < WJ_MISSING_KINDS; i++) {
        missing += variable->missing_count[i];
    }
    if (variable->has_missing) {
        wj_buf_add_text(out, "      <invalrng>\n");
        for (size_t i = 0; i < WJ_MISSING_KINDS; i++) {
            wj_buf_addf(out, "        <item VALUE=\"%" PRId64 "\"/>\n", variable->missing[i]);
        }
        wj_buf_add_text(out, "      </invalrng>\n");
    }
    wj_buf_addf(out, "      <sumStat type=\"vald\">%" PRIu64 "</sumStat>\n", variable->answered);
    wj_buf_addf(out, "      <sumStat type=\"invd\">%" PRIu64 "</sumStat>\n", missing);
    if (variable->lowest != NULL && variable->highest != NULL) {
        wj_buf_addf(out, "      <sumStat type=\"min\">%s</sumStat>\n", variable->lowest);
        wj_buf_addf(out, "      <sumStat type=\"max\">%s</sumStat>\n", variable->highest);
    }
}

static void put_variable(struct wj_buf *out, const struct wj_dataset *dataset, size_t number)
{
    static const char *const levels[] = {"nominal", "ordinal", "ratio"};
    const struct wj_variable *variable = &dataset->variables[number];
    bool text = variable->kind == WJ_VARIABLE_TEXT;
    bool continuous = variable->kind == WJ_VARIABLE_NUMBER;
    wj_buf_addf(out,
                "    <var ID=\"V%zu\" name=\"%s\" files=\"F1\" intrvl=\"%s\" dcml=\"%u\" "
                "nature=\"%s\"%s>\n",
                number + 1, variable->name, continuous ? "contin" : "discrete", variable->decimals,
                levels[variable->level],
                dataset->has_weight && number == dataset->weight ? " wgt=\"wgt\"" : "");
    put_element(out, "      ", "labl", variable->label);
    put_figures(out, variable);
    put_categories(out, dataset, variable);
    wj_buf_addf(out, "      <varFormat type=\"%s\"/>\n", text ? "character" : "numeric");
    put_question(out, variable->question);
    wj_buf_add_text(out, "    </var>\n");
}

enum wj_status wj_write_ddi(struct wj_diags *diags, struct wj_dataset *dataset, FILE *out)
{
    struct wj_buf text = {0};
    (void)diags;
    put_study(&text, dataset);
    wj_buf_add_text(&text, "  <dataDscr>\n");
    for (size_t i = 0; i < dataset->set_count; i++) {
        put_set(&text, &dataset->sets[i]);
    }
    for (size_t i = 0; i < dataset->variable_count; i++) {
        put_variable(&text, dataset, i);
    }
    wj_buf_add_text(&text, "  </dataDscr>\n</codeBook>\n");
    enum wj_status status = wj_export_flush(&text, out);
    wj_buf_clear(&text);
    return status;
}
