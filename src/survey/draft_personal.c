#include "draft.h"
#include "wjtab/base/personal.h"

/* Words in a header that hint at personal data, unless a few answers come back again and again. */
static const char *const hints[] = {"姓名",     "身份证", "微信", "邮箱", "手机", "电话",
                                    "联系方式", "联系人", "地址", "住址", "昵称", "提交人",
                                    "填写人",   "填表人", "车牌", NULL};

enum { FEW = 12, OFTEN = 3 };

/* Yes and no, or a known scale: what a person thinks, not who it is. */
static bool is_opinion(const struct wj_draft_column *column)
{
    static const char *const words[] = {"是", "否", "有", "没有", "无", "知道", "不知道", NULL};
    struct wj_slice labels[FEW];
    size_t count = column->cells.index.count;
    size_t plain = 0;
    if (column->overflow || column->long_cells > 0 || count == 0 || count > FEW) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        labels[i] = wj_draft_answer(wj_draft_value(&column->cells, i)).label;
        for (size_t j = 0; words[j] != NULL; j++) {
            plain += wj_slice_is(labels[i], words[j]) ? 1 : 0;
        }
    }
    return plain == count || wj_draft_find_template(WJ_FAMILY_NONE, labels, count) != NULL;
}

static bool comes_back(const struct wj_draft_column *column)
{
    bool often = !column->overflow && column->long_cells == 0 && column->cells.index.count <= FEW &&
                 column->personal == 0;
    for (size_t i = 0; often && i < column->cells.index.count; i++) {
        often = column->cells.tallies[i].count >= OFTEN;
    }
    return often;
}

bool wj_draft_personal_column(const struct wj_draft_column *column)
{
    if (column->personal > 0 && column->personal * 10 >= column->filled) {
        return true;
    }
    if (wj_personal_header(column->header)) {
        return !is_opinion(column);
    }
    return wj_draft_holds_any(column->cleaned, hints) && !is_opinion(column) && !comes_back(column);
}
