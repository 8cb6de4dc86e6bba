#include "draft.h"
#include "wjtab/base/text.h"

enum { SHORT_HEADER = 12 };

#define WJX (1u << WJ_PLATFORM_WENJUANXING)
#define TENCENT (1u << WJ_PLATFORM_TENCENT)
#define JINSHUJU (1u << WJ_PLATFORM_JINSHUJU)
#define WENJUANWANG (1u << WJ_PLATFORM_WENJUANWANG)
#define ALWAYS 1u

/* Headers as they are compared. `ALWAYS`: no questionnaire asks this; the others only count where
 * the platform is recognised. `sure` headers tell the platform. */
static const struct known {
    const char *header;
    unsigned platforms;
    enum wj_draft_role role;
    bool sure;
} known[] = {
    {"序号", ALWAYS | WJX | JINSHUJU, WJ_DRAFT_ID, false},
    {"编号", ALWAYS | TENCENT | WENJUANWANG, WJ_DRAFT_ID, false},
    {"问卷编号", ALWAYS, WJ_DRAFT_ID, false},
    {"问卷序号", ALWAYS, WJ_DRAFT_ID, false},
    {"答卷编号", ALWAYS | WENJUANWANG, WJ_DRAFT_ID, false},
    {"答题序号", ALWAYS | WENJUANWANG, WJ_DRAFT_ID, true},
    {"提交答卷时间", ALWAYS | WJX, WJ_DRAFT_META, true},
    {"所用时间", ALWAYS | WJX, WJ_DRAFT_DURATION, true},
    {"来源", WJX | JINSHUJU, WJ_DRAFT_META, false},
    {"来源详情", ALWAYS | WJX, WJ_DRAFT_META, true},
    {"来自IP", ALWAYS | WJX, WJ_DRAFT_PERSONAL, true},
    {"总分", WJX | JINSHUJU, WJ_DRAFT_META, false},
    {"开始答题时间", ALWAYS | TENCENT, WJ_DRAFT_META, true},
    {"结束答题时间", ALWAYS | TENCENT, WJ_DRAFT_META, true},
    {"答题时长", ALWAYS | TENCENT, WJ_DRAFT_DURATION, true},
    {"清洗数据结果", ALWAYS | TENCENT, WJ_DRAFT_CLEANING, true},
    {"智能清洗数据无效概率", ALWAYS | TENCENT, WJ_DRAFT_META, true},
    {"地理位置国家和地区", ALWAYS | TENCENT, WJ_DRAFT_META, true},
    {"地理位置省", ALWAYS | TENCENT, WJ_DRAFT_META, true},
    {"地理位置市", ALWAYS | TENCENT, WJ_DRAFT_META, true},
    {"用户类型", TENCENT, WJ_DRAFT_META, false},
    {"用户标识", ALWAYS | TENCENT, WJ_DRAFT_PERSONAL, false},
    {"自定义字段", TENCENT, WJ_DRAFT_META, false},
    {"UA", TENCENT, WJ_DRAFT_META, false},
    {"REFERRER", TENCENT, WJ_DRAFT_META, false},
    {"语言", TENCENT | WENJUANWANG, WJ_DRAFT_META, false},
    {"提交人", ALWAYS | JINSHUJU, WJ_DRAFT_PERSONAL, true},
    {"提交时间", ALWAYS | JINSHUJU, WJ_DRAFT_META, false},
    {"修改时间", ALWAYS | JINSHUJU, WJ_DRAFT_META, true},
    {"用时", ALWAYS, WJ_DRAFT_DURATION, false},
    {"填写时长", ALWAYS | JINSHUJU, WJ_DRAFT_DURATION, false},
    {"填写设备", ALWAYS | JINSHUJU, WJ_DRAFT_META, true},
    {"操作系统", JINSHUJU | WENJUANWANG, WJ_DRAFT_META, false},
    {"浏览器", JINSHUJU | WENJUANWANG, WJ_DRAFT_META, false},
    {"IP", ALWAYS | JINSHUJU | TENCENT | WENJUANWANG, WJ_DRAFT_PERSONAL, false},
    {"IP地址", ALWAYS | WENJUANWANG, WJ_DRAFT_PERSONAL, false},
    {"IP省份", ALWAYS | WENJUANWANG, WJ_DRAFT_META, true},
    {"IP城市", ALWAYS | WENJUANWANG, WJ_DRAFT_META, true},
    {"答题开始时间", ALWAYS | WENJUANWANG, WJ_DRAFT_META, true},
    {"答题结束时间", ALWAYS | WENJUANWANG, WJ_DRAFT_META, true},
    {"开始时间", WENJUANWANG, WJ_DRAFT_META, false},
    {"结束时间", WENJUANWANG, WJ_DRAFT_META, false},
    {"答题时长(秒)", ALWAYS | WENJUANWANG, WJ_DRAFT_DURATION, true},
    {"答题时间(秒)", ALWAYS | WENJUANWANG, WJ_DRAFT_DURATION, true},
    {"设备终端", ALWAYS | WENJUANWANG, WJ_DRAFT_META, true},
    {"来源渠道", ALWAYS | WENJUANWANG, WJ_DRAFT_META, true},
    {"答题状态", ALWAYS | WENJUANWANG, WJ_DRAFT_META, true},
};

enum { KNOWN = sizeof known / sizeof *known, PLATFORMS = WJ_PLATFORM_PAPER + 1 };

static const struct known *find(struct wj_slice cleaned)
{
    for (size_t i = 0; i < KNOWN; i++) {
        if (wj_slice_is(cleaned, known[i].header)) {
            return &known[i];
        }
    }
    return NULL;
}

static enum wj_draft_platform recognise(const struct wj_draft *draft)
{
    size_t found[PLATFORMS] = {0};
    size_t sure[PLATFORMS] = {0};
    enum wj_draft_platform best = WJ_PLATFORM_UNKNOWN;
    for (size_t i = 0; i < draft->column_count; i++) {
        const struct known *entry = find(draft->columns[i].cleaned);
        for (unsigned p = 1; entry != NULL && p < PLATFORMS; p++) {
            found[p] += entry->platforms >> p & 1;
            sure[p] += entry->sure ? entry->platforms >> p & 1 : 0;
        }
    }
    for (unsigned p = 1; p < PLATFORMS; p++) {
        if (sure[p] > 0 && found[p] > 1 && found[p] > found[best]) {
            best = (enum wj_draft_platform)p;
        }
    }
    return best;
}

/* A table that somebody typed: a number, then short headers. */
static bool is_paper(const struct wj_draft *draft)
{
    size_t length = 0;
    bool numbered = false;
    for (size_t i = 0; i < draft->column_count; i++) {
        length += wj_utf8_count(draft->columns[i].header);
        numbered = numbered || draft->columns[i].role == WJ_DRAFT_ID;
    }
    return numbered && length <= draft->column_count * SHORT_HEADER;
}

void wj_draft_find_platform(struct wj_draft *draft)
{
    bool has_id = false;
    bool has_duration = false;
    draft->platform = recognise(draft);
    for (size_t i = 0; i < draft->column_count; i++) {
        struct wj_draft_column *column = &draft->columns[i];
        const struct known *entry = find(column->cleaned);
        bool counts = entry != NULL && (entry->platforms & (ALWAYS | 1u << draft->platform)) != 0;
        if (!counts || column->role != WJ_DRAFT_QUESTION) {
            continue;
        }
        column->role = entry->role;
        if ((entry->role == WJ_DRAFT_ID && has_id) ||
            (entry->role == WJ_DRAFT_DURATION && has_duration)) {
            column->role = WJ_DRAFT_META;
        }
        has_id = has_id || entry->role == WJ_DRAFT_ID;
        has_duration = has_duration || entry->role == WJ_DRAFT_DURATION;
    }
    if (draft->platform == WJ_PLATFORM_UNKNOWN && is_paper(draft)) {
        draft->platform = WJ_PLATFORM_PAPER;
    }
}

const char *wj_draft_platform_name(enum wj_draft_platform platform)
{
    static const char *const names[PLATFORMS] = {
        [WJ_PLATFORM_UNKNOWN] = "来源不明的表格", [WJ_PLATFORM_WENJUANXING] = "问卷星导出",
        [WJ_PLATFORM_TENCENT] = "腾讯问卷导出",   [WJ_PLATFORM_JINSHUJU] = "金数据导出",
        [WJ_PLATFORM_WENJUANWANG] = "问卷网导出", [WJ_PLATFORM_PAPER] = "像是纸质问卷录入的表格",
    };
    return names[platform];
}
