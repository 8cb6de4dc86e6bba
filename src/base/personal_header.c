#include "wjtab/base/personal.h"
#include "wjtab/base/text.h"

/* All lists are in the cleaned form: NFKC, upper case. */

enum {
    LONGEST_OWNER = 24,  /* bytes before a strong term: `学生家长` */
    LONGEST_PHRASE = 400 /* bytes; what is left of a longer header is no name of a column */
};

/* Personal at the end of a short phrase, too: `企业联系电话`. */
static const char *const strong[] = {
    "姓名",     "联系人",     "手机号",       "手机号码", "联系电话",     "电话号码", "联系方式",
    "身份证号", "身份证号码", "证件号",       "证件号码", "护照号",       "护照号码", "家庭住址",
    "家庭地址", "家庭电话",   "家庭详细地址", "银行卡号", "银行账号",     "微信号",   "QQ号",
    "QQ号码",   "电子邮箱",   "电子邮件",     "联系手机", "身份证件号码", "OPENID",   "UNIONID",
};

/* Personal where they are all that the header says. */
static const char *const weak[] = {
    "名字",
    "手机",
    "电话",
    "固定电话",
    "移动电话",
    "办公电话",
    "座机",
    "座机号",
    "座机号码",
    "手机电话",
    "联络方式",
    "联系微信",
    "联系QQ",
    "身份证",
    "身份证件",
    "居民身份证",
    "居民身份证号",
    "证件",
    "护照",
    "邮箱",
    "邮箱地址",
    "电子邮箱地址",
    "电子邮件地址",
    "邮件",
    "邮件地址",
    "联系邮箱",
    "企业邮箱",
    "工作邮箱",
    "E-MAIL",
    "EMAIL",
    "E MAIL",
    "MAIL",
    "E-MAIL ADDRESS",
    "EMAIL ADDRESS",
    "EMAIL地址",
    "E-MAIL地址",
    "IP",
    "IP地址",
    "来自IP",
    "来源IP",
    "提交IP",
    "填写IP",
    "答题IP",
    "用户IP",
    "登录IP",
    "IP ADDRESS",
    "IPADDRESS",
    "微信",
    "微信账号",
    "微信昵称",
    "微信名",
    "昵称",
    "微信ID",
    "QQ",
    "QQ账号",
    "住址",
    "地址",
    "详细地址",
    "详细住址",
    "通讯地址",
    "通信地址",
    "联系地址",
    "居住地址",
    "现住址",
    "收货地址",
    "户籍地址",
    "邮寄地址",
    "门牌号",
    "银行卡",
    "银行卡号码",
    "银行卡账号",
    "银行账户",
    "收款账号",
    "卡号",
    "社保卡号",
    "社会保障号",
    "社会保障号码",
    "车牌号",
    "车牌号码",
    "提交人",
    "填表人",
    "填写人",
    "填写者",
    "答题人",
    "受访人",
    "NAME",
    "FULL NAME",
    "PHONE",
    "PHONE NUMBER",
    "MOBILE",
    "MOBILE PHONE",
    "MOBILE NUMBER",
    "TELEPHONE",
    "TEL",
    "TEL.",
    "ADDRESS",
    "HOME ADDRESS",
    "ID CARD",
    "ID NUMBER",
    "PASSPORT",
    "WECHAT",
    "WECHAT ID",
    "BANK CARD",
    "BANK ACCOUNT",
};

/* Whose it is, and what is to be done with it: says nothing about the column. */
static const char *const leads[] = {
    "您的",   "你的",       "您",     "你",     "请问",     "请",       "如实",     "填写",
    "输入",   "填入",       "写下",   "留下",   "留",       "提供",     "登记",     "本人",
    "受访者", "被访者",     "被访人", "受访人", "被调查者", "被调查人", "调查对象", "填写人",
    "填表人", "填写者",     "答题人", "提交人", "负责人",   "经办人",   "办事人",   "申请人",
    "法人",   "法定代表人", "家长",   "监护人", "孩子",     "子女",     "学生",     "老人",
    "患者",   "病人",       "客户",   "顾客",   "用户",     "业主",     "户主",     "员工",
    "居民",   "村民",       "个人",   "真实",   "常用",     "有效",     "现在",     "目前",
    "紧急",   "联系人",     "家庭",   "的",     "*",        "_",        ".",        "、",
    ":",      " ",
};

static const char *const tails[] = {
    "?", ":", "*", "_", "。", ".", "!", " ", ";", "是", "为", "是什么", "是多少", "如下", "信息",
};

/* A phrase with one of these asks about something else. */
static const char *const asks[] = {
    "是否", "吗",     "哪",   "什么", "希望", "喜欢", "愿意", "通过", "满意", "如何",
    "怎",   "有没有", "拨打", "接到", "接听", "偏好", "种",   "知道", "了解", "清楚",
    "公开", "公布",   "公示", "方便", "渠道", "评价", "认为", "多少",
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static bool ends(struct wj_slice text, struct wj_slice tail)
{
    return text.len >= tail.len && wj_slice_equal(wj_slice_from(text, text.len - tail.len), tail);
}

static bool is_one_of(struct wj_slice text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (wj_slice_is(text, list[i])) {
            return true;
        }
    }
    return false;
}

static bool holds(struct wj_slice text, const char *part)
{
    struct wj_slice wanted = wj_slice_of(part);
    for (size_t i = 0; i + wanted.len <= text.len; i++) {
        if (memcmp(text.ptr + i, wanted.ptr, wanted.len) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* ---- what surrounds the name ---- */

/* Length of a number before the name: `3、`, `Q3.`, `第3题`, `(3)`; or of a mark, `*`. */
static size_t numbering(struct wj_slice text)
{
    static const char *const before[] = {"第", "(", "[", "Q", "V", "T"};
    static const char *const after[] = {"、", ".", ":", ")", "]", "题", "_", "-", " ", ","};
    struct wj_slice rest = text;
    if (wj_slice_starts(text, wj_slice_of("*"))) {
        return 1;
    }
    for (size_t i = 0; i < COUNT(before); i++) {
        if (wj_slice_starts(text, wj_slice_of(before[i]))) {
            rest = wj_slice_from(text, strlen(before[i]));
            break;
        }
    }
    size_t digits = 0;
    while (digits < rest.len && is_digit(rest.ptr[digits])) {
        digits++;
    }
    rest = wj_slice_from(rest, digits);
    for (size_t i = 0; digits > 0 && i < COUNT(after); i++) {
        if (wj_slice_starts(rest, wj_slice_of(after[i]))) {
            return text.len - rest.len + strlen(after[i]);
        }
    }
    return 0;
}

/* Length of a bracketed note at the start or at the end: `[填空题]`, `(选填)`. */
static size_t note(struct wj_slice text, bool at_end)
{
    static const char *const open[] = {"(", "[", "【", "{"};
    static const char *const close[] = {")", "]", "】", "}"};
    for (size_t i = 0; i < COUNT(open); i++) {
        size_t one = strlen(open[i]);
        size_t other = strlen(close[i]);
        bool here = at_end ? ends(text, wj_slice_of(close[i]))
                           : wj_slice_starts(text, wj_slice_of(open[i]));
        for (size_t len = one + other; here && len <= text.len; len++) {
            struct wj_slice part =
                at_end ? wj_slice_from(text, text.len - len) : wj_slice(text.ptr, len);
            if (wj_slice_starts(part, wj_slice_of(open[i])) && ends(part, wj_slice_of(close[i]))) {
                return len;
            }
        }
    }
    return 0;
}

/* Takes numbering and notes away, never all of the text. */
static struct wj_slice without_notes(struct wj_slice text)
{
    for (;;) {
        text = wj_text_trim(text);
        size_t front = numbering(text);
        front = front == 0 ? note(text, false) : front;
        size_t back = front == 0 ? note(text, true) : 0;
        if (front + back == 0 || front + back >= text.len) {
            return text;
        }
        text = wj_slice(text.ptr + front, text.len - front - back);
    }
}

static bool is_term(struct wj_slice text)
{
    return is_one_of(text, strong, COUNT(strong)) || is_one_of(text, weak, COUNT(weak));
}

/* The tail that the text ends with, and that is not all of it; 0 for none. */
static size_t tail_of(struct wj_slice text)
{
    for (size_t i = 0; i < COUNT(tails); i++) {
        if (text.len > strlen(tails[i]) && ends(text, wj_slice_of(tails[i]))) {
            return strlen(tails[i]);
        }
    }
    return 0;
}

static bool is_term_with_tails(struct wj_slice text)
{
    for (size_t tail = 0; !is_term(text); text.len -= tail) {
        tail = tail_of(text);
        if (tail == 0) {
            return false;
        }
    }
    return true;
}

/* Is it a term behind any number of leads? */
static bool is_owned_term(struct wj_slice text)
{
    while (!is_term_with_tails(text)) {
        size_t lead = 0;
        for (size_t i = 0; i < COUNT(leads); i++) {
            size_t len = strlen(leads[i]);
            bool longer = len > lead && len < text.len;
            lead = longer && wj_slice_starts(text, wj_slice_of(leads[i])) ? len : lead;
        }
        if (lead == 0) {
            return false;
        }
        text = wj_slice_from(text, lead);
    }
    return true;
}

/* Does a short phrase that asks nothing end with a strong term? */
static bool ends_with_term(struct wj_slice text)
{
    for (size_t tail = tail_of(text); tail > 0; tail = tail_of(text)) {
        text.len -= tail;
    }
    for (size_t i = 0; i < COUNT(asks); i++) {
        if (holds(text, asks[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < COUNT(strong); i++) {
        if (ends(text, wj_slice_of(strong[i])) && text.len - strlen(strong[i]) <= LONGEST_OWNER) {
            return true;
        }
    }
    return false;
}

/* ---- several names in one header ---- */

/* Length of a sign that joins two names at the start of the text. */
static size_t joint(struct wj_slice text)
{
    static const char *const joints[] = {"/",  "、", ",", ";", "和", "及",
                                         "与", "&",  "+", "|", "或"};
    for (size_t i = 0; i < COUNT(joints); i++) {
        if (wj_slice_starts(text, wj_slice_of(joints[i]))) {
            return strlen(joints[i]);
        }
    }
    return 0;
}

/* `姓名、电话`: all parts are terms, or one is strong. */
static bool joins_terms(struct wj_slice text)
{
    size_t parts = 0;
    size_t terms = 0;
    bool sure = false;
    size_t at = 0;
    while (at <= text.len) {
        struct wj_slice rest = wj_slice_from(text, at);
        size_t len = 0;
        while (len < rest.len && joint(wj_slice_from(rest, len)) == 0) {
            len++;
        }
        struct wj_slice part = without_notes(wj_slice(rest.ptr, len));
        parts += part.len > 0 ? 1 : 0;
        terms += is_owned_term(part) ? 1 : 0;
        sure = sure || ends_with_term(part);
        at += len + (len < rest.len ? joint(wj_slice_from(rest, len)) : 1);
    }
    return sure || (parts > 0 && terms == parts);
}

/* `个人信息—手机`: what stands behind a stem that announces personal things. */
static struct wj_slice behind_stem(struct wj_slice text)
{
    static const char *const stems[] = {"信息—", "信息-", "信息:", "资料—",  "资料-",  "资料:",
                                        "方式—", "方式-", "方式:", "信息——", "资料——", "联系—"};
    for (size_t i = 0; i < text.len; i++) {
        for (size_t j = 0; j < COUNT(stems); j++) {
            struct wj_slice rest = wj_slice_from(text, i);
            if (wj_slice_starts(rest, wj_slice_of(stems[j]))) {
                return wj_slice_from(rest, strlen(stems[j]));
            }
        }
    }
    return text;
}

bool wj_personal_header(struct wj_slice header)
{
    struct wj_buf cleaned = {0};
    bool failed = wj_text_clean(&cleaned, header, true) != WJ_OK;
    bool personal = failed;
    if (!failed && cleaned.len > 0) {
        struct wj_slice name = without_notes(wj_buf_slice(&cleaned));
        personal = name.len <= LONGEST_PHRASE && (is_owned_term(name) || joins_terms(name) ||
                                                  is_owned_term(wj_text_trim(behind_stem(name))));
    }
    wj_buf_clear(&cleaned);
    return personal;
}
