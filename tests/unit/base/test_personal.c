/* Personal data: which headers announce it, and which strings are masked. All numbers are
 * synthetic: well-known test numbers, documentation addresses, IDs over artificial digits. */
#include "support.h"

#include "wjtab/base/personal.h"

/* ---- headers ---- */

static const char *const personal_headers[] = {
    "姓名",
    "名字",
    "联系人",
    "手机",
    "手机号",
    "手机号码",
    "电话",
    "联系电话",
    "联系方式",
    "身份证",
    "身份证号",
    "身份证号码",
    "证件号码",
    "邮箱",
    "电子邮件",
    "电子邮箱",
    "E-mail",
    "e-mail",
    "Email",
    "IP",
    "ip",
    "IP地址",
    "来自IP",
    "提交IP",
    "微信",
    "微信号",
    "openid",
    "unionid",
    "QQ",
    "QQ号",
    "住址",
    "家庭住址",
    "详细地址",
    "银行卡",
    "银行卡号",
    "车牌号",
    "填表人",
    "Name",
    "Phone Number",
    /* numbering, notes, blanks, full-width forms */
    "3、姓名",
    "3．姓名",
    "3.姓名 ",
    "（3）姓名",
    "第3题姓名",
    "Q3 姓名",
    "Q12_姓名",
    "12、 手机号码",
    "＊姓名",
    "*3、手机",
    "姓名*",
    "姓名：",
    "姓名（选填）",
    "姓名[填空题]",
    "【必填】联系电话",
    "4、您的手机号码（仅用于回访）[填空题]",
    "联系电话：（选填，用于回访）",
    "　姓名　",
    "ＩＰ",
    "ｅ－ｍａｉｌ",
    "来自ＩＰ",
    /* whose, and what to do */
    "您的姓名",
    "你的名字",
    "请填写您的姓名",
    "填写手机号",
    "请输入手机号",
    "请留下您的联系方式",
    "您的姓名是？",
    "您的联系电话是什么？",
    "受访者姓名",
    "被访者电话",
    "孩子姓名",
    "学生家长姓名",
    "您孩子的名字",
    "企业联系人",
    "企业联系电话",
    "单位联系人",
    "法定代表人姓名",
    "填写人电话",
    "家庭电话",
    "常用邮箱",
    "服务对象姓名",
    "紧急联系人电话",
    /* several at once */
    "姓名、电话",
    "姓名/手机",
    "姓名和联系方式",
    "您的姓名及联系电话",
    "单位和姓名",
    "您的手机号码，方便我们回访",
    "手机、微信",
    "个人信息—手机",
    "6、联系信息：电话",
};

static const char *const other_headers[] = {
    "",
    "编号",
    "序号",
    "性别",
    "年龄",
    "学历",
    "电话服务满意度",
    "项目名称",
    "单位名称",
    "企业名称",
    "公司名字",
    "产品名字",
    "热线电话",
    "12345热线电话接通情况",
    "您是否拨打过服务电话",
    "您是否接到过回访电话",
    "您希望的联系方式",
    "您希望通过什么联系方式接收通知",
    "身份证办理满意度",
    "证件类型",
    "手机品牌",
    "您使用的手机",
    "手机App满意度",
    "微信公众号满意度",
    "您是否使用微信",
    "第6题(电话)",
    "6(手机)",
    "9、了解渠道(微信)",
    "了解渠道—电话",
    "电话、网络等渠道的便捷程度",
    "邮箱是否公开",
    "银行卡发放及时性",
    "补贴发放到银行卡的速度",
    "地址变更办理",
    "单位地址",
    "项目地址",
    "IP保护满意度",
    "IPTV",
    "TIP",
    "SHIP",
    "知识产权(IP)保护",
    "联系群众满意度",
    "与联系人的沟通情况",
    "您知道负责人姓名吗",
    "政策名称",
    "社区名称",
    "名称",
    "补贴类型",
    "3、您对电话咨询的满意度",
    "电话费",
    "所用时间",
    "来源",
    "来源详情",
    "提交答卷时间",
    "QQ群通知是否及时",
    "是否愿意留下联系方式",
    "号码",
    "姓名学",
    "手机号码归属地是否限制办理",
    "3、",
    "3",
    "、",
    "（）",
    "[填空题]",
    "您的",
    "您的意见建议",
    "工作人员姓名牌佩戴情况",
};

static size_t wrong_headers(const char *const *headers, size_t count, bool wanted)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        struct wj_slice copy = exact_copy(wj_slice_of(headers[i]));
        if (wj_personal_header(copy) != wanted) {
            print_error("“%s” is taken for %s\n", headers[i], wanted ? "harmless" : "personal");
            wrong++;
        }
        free_copy(copy);
    }
    return wrong;
}

static void headers_tell_personal_columns(void **state)
{
    (void)state;
    assert_int_equal(wrong_headers(personal_headers, COUNT(personal_headers), true), 0);
}

static void other_headers_are_left_alone(void **state)
{
    (void)state;
    assert_int_equal(wrong_headers(other_headers, COUNT(other_headers), false), 0);
}

static void a_long_header_is_no_crash(void **state)
{
    char header[12001];
    (void)state;
    static const char *const pieces[] = {"(",    ")",  "()",     "[姓名]", "1.",
                                         "您的", "、", "的姓名", "姓"};
    for (size_t i = 0; i < COUNT(pieces); i++) {
        size_t len = strlen(pieces[i]);
        size_t used = 0;
        while (used + len < sizeof header) {
            memcpy(header + used, pieces[i], len);
            used += len;
        }
        wj_personal_header(wj_slice(header, used));
    }
}

/* ---- masking ---- */

struct masked {
    const char *text;
    const char *expected;
};

static const struct masked phones[] = {
    {"13800138000", "***"},
    {"电话13800138000。", "电话***。"},
    {"tel:13800138000x", "tel:***x"},
    {"138-0013-8000", "***"},
    {"138 0013 8000", "***"},
    {"138　0013　8000", "***"},
    {"138 00138000", "***"},
    {"1380013 8000", "***"},
    {"138.0013.8000", "***"},
    {"138—0013—8000", "***"},
    {"138 - 0013 - 8000", "***"},
    {"138\xE2\x80\x8B"
     "0013\xE2\x80\x8B"
     "8000",
     "***"},
    {"138\xE2\x80\xAE"
     "0013\xE2\x80\xAC"
     "8000",
     "***"},
    {"１３８００１３８０００", "***"},
    {"１３８－００１３－８０００", "***"},
    {"+8613800138000", "***"},
    {"+86 13800138000", "***"},
    {"+86-138-0013-8000", "***"},
    {"＋８６１３８００１３８０００", "***"},
    {"(+86)13800138000", "***"},
    {"（+86）138 0013 8000", "***"},
    {"008613800138000", "***"},
    {"0086-13800138000", "***"},
    {"8613800138000", "***"},
    {"86-13800138000", "***"},
    {"013800138000", "***"},
    {"13800138000/13900139000", "***/***"},
    {"13800138000 13900139000", "*** ***"},
    {"13800138000,13900139000", "***,***"},
    {"1.13800138000", "1.***"},
    {"2、13800138000（张）", "2、***（张）"},
    {"(13800138000)", "(***)"},
    {"19912345678", "***"},
    {"010-12345678", "***"},
    {"(010)12345678", "***"},
    {"（0571）8888 8888", "***"},
    {"0571-88888888", "***"},
    {"0571-8888888", "***"},
    {"0571 88888888", "***"},
    {"0571-8888-8888", "***"},
    {"057188888888", "***"},
    {"02188888888", "***"},
    {"+86 571 88888888", "***"},
    {"+86-10-88888888", "***"},
    {"０１０－８８８８８８８８", "***"},
};

static const struct masked not_phones[] = {
    {"1380013800", NULL},     /* too short */
    {"138001380001", NULL},   /* too long */
    {"2138001380000", NULL},  /* inside a longer run */
    {"12800138000", NULL},    /* no mobile begins with 12 */
    {"20230918001", NULL},    /* an id */
    {"00000012345", NULL},    /* an id */
    {"13,800,138,000", NULL}, /* an amount */
    {"1380013.8000", NULL},
    {"138.00138000", NULL},
    {"400-820-8820", NULL}, /* of companies */
    {"12345", NULL},
    {"2023-09-18 12:30:45", NULL},
    {"2023年9月18日", NULL},
    {"2023/09/18", NULL},
    {"150\n2000\n3000", NULL},
    {"100 200 300 400", NULL},
    {"98.57%", NULL},
    {"3000-5000元", NULL},
    {"2018-2022", NULL},
    {"+", NULL},
    {"+86", NULL},
    {"(", NULL},
    {"0086", NULL},
    {"0", NULL},
    {"86", NULL},
    {"(010)", NULL},
    {"138-0013-", NULL},
    {"1 3 8 0 0 1 3 8 0 0 0", NULL},
    {"满意度第一", NULL},
    {"A.非常满意", NULL},
    {"B┋C┋D", NULL},
    {"", NULL},
};

static const struct masked identities[] = {
    {"110101190001010014", "***"},
    {"身份证110101190001010022号", "身份证***号"},
    {"110101 19000101 0030", "***"},
    {"110101-19000101-0049", "***"},
    {"11010119000101009X", "***"},
    {"11010119000101009x", "***"},
    {"１１０１０１１９０００１０１００９Ｘ", "***"},
    {"110101 19000101 009X", "***"},
    {"110101190001010014 13800138000", "*** ***"},
    {"110101190001010015", NULL}, /* wrong check digit */
    {"11010119000101001X", NULL},
    {"110101190001010090", NULL},
    {"1110101190001010014", NULL}, /* 19 digits */
    {"11010119000101001", NULL},   /* 17 digits */
    {"110101900101001", "***"},    /* 15 digits */
    {"110101 900101 001", "***"},
    {"110101901301001", NULL}, /* month 13 */
    {"110101900132001", NULL}, /* day 32 */
    {"110101900001001", NULL},
    {"110101900230001", NULL}, /* 30 February */
    {"100101900101001", NULL}, /* no province */
    {"202309180010001", NULL},
    /* cards */
    {"6212345678901232", "***"},
    {"6212 3456 7890 1232", "***"},
    {"6212-3456-7890-1232", "***"},
    {"６２１２３４５６７８９０１２３２", "***"},
    {"6200000000000000000", "***"},
    {"6200 0000 0000 0000 000", "***"},
    {"4111111111111111", "***"},
    {"622222222222222224", "***"}, /* 18 digits, no ID, but Luhn agrees */
    {"622222222222222223", NULL},
    {"6212345678901233", NULL},  /* Luhn says no */
    {"2023091812000009", NULL},  /* made of a date */
    {"62123456789012320", NULL}, /* Luhn says no */
    {"0000000000000000", NULL},
    {"62000000000000000000", NULL}, /* 20 digits */
    {"2023 2024 2025 2026", NULL},
    {"12345678901234567890123456789012345678901234567890", NULL},
};

static const struct masked addresses[] = {
    {"zhang@example.org", "***"},
    {"邮箱zhang.san+x@mail.example.org，谢谢", "邮箱***，谢谢"},
    {"10000@example.com", "***"},
    {"13800138000@example.com", "***"},
    {"ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｏｒｇ", "***"},
    {"a@b.org.", "***."},
    {"a@b.org.2023", "***.2023"},
    {"<a@b.org>", "<***>"},
    {"@所有人", NULL},
    {"a@b", NULL},
    {"a@b.1", NULL},
    {"@example.org", NULL},
    {"100%@", NULL},
    {"a@", NULL},
    {"@", NULL},
    {"192.0.2.1", "***"},
    {"来自192.0.2.1(上海-上海)", "来自***"},
    {"192.0.2.1（上海-上海）", "***"},
    {"192.0.2.1 (国外-未知)。", "***。"},
    {"192.0.2.1(见附件)", "***(见附件)"},
    {"192.0.2.1(上海", "***(上海"},
    {"192.0.2.255:8080", "***:8080"},
    {"１９２．０．２．１", "***"},
    {"192.0.2.1.", "***."},
    {"192.0.2.1、198.51.100.7", "***、***"},
    {"192.0.2.256", NULL},
    {"1192.0.2.1", NULL},
    {"192.0.2.1234", NULL},
    {"1.2.3", NULL},
    {"1.2.3.", NULL},
    {"1.2.3.4.5", NULL},
    {"2023.9.18.1", NULL},
    {"2001:db8::1", "***"},
    {"IP:2001:db8::1。", "IP:***。"},
    {"IPv6:2001:db8::1", "IPv6:***"},
    {"[2001:DB8:0:0:0:0:0:1]", "[***]"},
    {"2001:db8:1:2:3:4:5:6", "***"},
    {"fe80::1", "***"},
    {"::ffff:192.0.2.1", "***"},
    {"2001:db8::1/64", "***/64"},
    {"12:30:45", NULL},
    {"09:05", NULL},
    {"A::B", NULL},
    {"std::abc", NULL},
    {"::", NULL},
    {":::", NULL},
    {"::1", NULL},
    {"比例1:2:3", NULL},
};

static size_t wrong_masks(const struct masked *cases, size_t count)
{
    struct wj_buf out = {0};
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        struct wj_slice copy = exact_copy(wj_slice_of(cases[i].text));
        bool changes = cases[i].expected != NULL;
        wj_buf_reset(&out);
        assert_int_equal(wj_personal_mask(&out, copy), WJ_OK);
        wrong +=
            differs(cases[i].text, wj_buf_text(&out), changes ? cases[i].expected : cases[i].text);
        if (wj_personal_has(copy) != changes) {
            print_error("%s: wj_personal_has is wrong\n", cases[i].text);
            wrong++;
        }
        free_copy(copy);
    }
    wj_buf_clear(&out);
    return wrong;
}

static void phone_numbers_are_masked(void **state)
{
    (void)state;
    assert_int_equal(wrong_masks(phones, COUNT(phones)), 0);
}

static void other_numbers_stay(void **state)
{
    (void)state;
    assert_int_equal(wrong_masks(not_phones, COUNT(not_phones)), 0);
}

static void ids_and_cards_are_masked_by_their_check_digit(void **state)
{
    (void)state;
    assert_int_equal(wrong_masks(identities, COUNT(identities)), 0);
}

static void addresses_are_masked(void **state)
{
    (void)state;
    assert_int_equal(wrong_masks(addresses, COUNT(addresses)), 0);
}

/* GB 11643-1999, annex: 11010519491231002X and 440524188001010014 are its own examples. */
static void the_examples_of_the_standard_are_ids(void **state)
{
    (void)state;
    assert_true(wj_personal_has(wj_slice_of("11010519491231002X")));
    assert_true(wj_personal_has(wj_slice_of("440524188001010014")));
    for (char digit = '0'; digit <= '9'; digit++) {
        char id[] = "44052418800101001?";
        id[17] = digit;
        assert_int_equal(wj_personal_has(wj_slice_of(id)), digit == '4');
    }
}

static void a_mask_is_appended(void **state)
{
    struct wj_buf out = {0};
    (void)state;
    wj_buf_add_text(&out, "前");
    assert_int_equal(wj_personal_mask(&out, wj_slice_of("问13800138000好")), WJ_OK);
    assert_string_equal(wj_buf_text(&out), "前问***好");
    wj_buf_clear(&out);
}

/* A memory request that fails must not let anything through. */
static void without_memory_everything_is_personal(void **state)
{
    (void)state;
    for (unsigned long n = 1; n <= 2; n++) {
        struct wj_buf out = {0};
        wj_memory_fail_at(n);
        assert_int_equal(wj_personal_mask(&out, wj_slice_of("13800138000")), WJ_MEMORY);
        wj_memory_fail_at(n);
        assert_true(wj_personal_has(wj_slice_of("满意12345")));
        wj_memory_fail_at(0);
        wj_buf_clear(&out);
    }
    wj_memory_fail_at(1);
    assert_true(wj_personal_header(wj_slice_of("性别")));
    wj_memory_fail_at(0);
}

/* Long runs of what could begin something take no more than linear time. */
static void long_texts_are_quick(void **state)
{
    static const char *const pieces[] = {"1",  "a",   "a@", "a.", "1.", ":",     "a:",       "(",
                                         "1 ", "+86", "0",  "1-", "@",  "1380 ", "192.0.2.", "６"};
    (void)state;
    for (size_t i = 0; i < COUNT(pieces); i++) {
        struct wj_buf text = {0};
        struct wj_buf out = {0};
        while (text.len < 200000 && !text.failed) {
            wj_buf_add_text(&text, pieces[i]);
        }
        assert_int_equal(wj_personal_mask(&out, wj_buf_slice(&text)), WJ_OK);
        wj_buf_clear(&text);
        wj_buf_clear(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_tell_personal_columns),
        cmocka_unit_test(other_headers_are_left_alone),
        cmocka_unit_test(a_long_header_is_no_crash),
        cmocka_unit_test(phone_numbers_are_masked),
        cmocka_unit_test(other_numbers_stay),
        cmocka_unit_test(ids_and_cards_are_masked_by_their_check_digit),
        cmocka_unit_test(addresses_are_masked),
        cmocka_unit_test(the_examples_of_the_standard_are_ids),
        cmocka_unit_test(a_mask_is_appended),
        cmocka_unit_test(without_memory_everything_is_personal),
        cmocka_unit_test(long_texts_are_quick),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
