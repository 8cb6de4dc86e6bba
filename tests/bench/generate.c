/* Writes the answers that measurements are made on, always the same: 14 columns of Chinese text,
 * with multiple choice, and free text that has quotes and newlines.
 *
 *   generate RECORDS [gb18030|plain]  >responses.csv
 *   generate RECORDS keys PERCENT     >responses.csv
 *
 * With keys there is one more column, numbers of eleven digits like those of telephones, so many in
 * a hundred of which stand in an earlier record, too.
 * Of a hundred records, 96 have a plain or an empty free text, 2 one with a comma or a newline in
 * quotes, 2 one with doubled quotes; `plain` leaves these out, for readers that take no quotes. */
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252u;

static uint32_t below(uint32_t limit)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)((state >> 32) * limit >> 32);
}

#define PICK(list) (list)[below(sizeof(list) / sizeof(list)[0])]

static const char *const districts[] = {"东城区", "西城区", "朝阳区", "海淀区", "丰台区", "通州区"};
static const char *const ages[] = {"30岁及以下", "31–40岁", "41–50岁", "51岁及以上"};
static const char *const known[] = {"非常了解", "比较了解", "一般了解", "不了解"};
static const char *const grades[] = {"非常满意", "满意", "一般", "不满意"};
static const char *const wishes[] = {"申报审批", "资金拨付", "支持力度", "政策宣传", "其他服务"};
static const char *const plain[] = {"", "",   "",         "",
                                    "", "无", "没有意见", "希望加快审核和发放的进度"};
static const char *const quoted[] = {"\"审核慢，希望加快\"", "\"第一，材料太多\n第二，通知太晚\""};
static const char *const doubled[] = {"\"窗口写着\"\"暂停服务\"\"\"",
                                      "\"\"\"不见面审批\"\"很好，继续\""};

static size_t add(char *out, size_t at, const char *text)
{
    size_t len = strlen(text);
    memcpy(out + at, text, len);
    out[at + len] = ',';
    return at + len + 1;
}

static size_t add_wishes(char *out, size_t at)
{
    uint32_t set = 1 + below(31);
    size_t start = at;
    for (uint32_t i = 0; i < 5; i++) {
        if ((set >> i & 1) != 0) {
            at = add(out, at, wishes[i]) - 1;
            memcpy(out + at, "┋", 3);
            at += 3;
        }
    }
    at -= at > start ? 3 : 0;
    out[at] = ',';
    return at + 1;
}

/* Numbers that look like chance, each once: the factor and the range have no divisor in common. */
static uint64_t key_of(uint64_t number)
{
    return 13000000000u + number * 7368787u % 6999999989u;
}

/* Its own numbers, so that the other columns are the same with and without keys. */
static uint32_t chance(uint32_t limit)
{
    static uint64_t keys = 1442695040888963407u;
    keys ^= keys << 13;
    keys ^= keys >> 7;
    keys ^= keys << 17;
    return (uint32_t)((keys >> 32) * limit >> 32);
}

static size_t add_key(char *out, size_t at, unsigned long number, uint32_t percent)
{
    int repeated = number > 1 && chance(100) < percent;
    uint64_t of = repeated ? 1 + chance((uint32_t)number - 1) : number;
    return at + (size_t)sprintf(out + at, "%llu,", (unsigned long long)key_of(of));
}

static size_t record(char *out, unsigned long number, int plain_only, long repeated)
{
    uint32_t kind = below(plain_only ? 96 : 100);
    size_t at = (size_t)sprintf(out, "%lu,2022/%u/%u %u:%02u,", number, 1 + below(12),
                                1 + below(28), 8 + below(12), below(60));
    at = add(out, at, PICK(districts));
    at = add(out, at, PICK(ages));
    at = add(out, at, below(2) == 0 ? "男" : "女");
    at = add(out, at, PICK(known));
    for (int i = 0; i < 5; i++) {
        at = add(out, at, grades[below(8) < 5 ? 0 : below(4)]);
    }
    at = add_wishes(out, at);
    at += (size_t)sprintf(out + at, "%u,", 1000 * (1 + below(60)));
    at = add(out, at, kind < 96 ? PICK(plain) : kind < 98 ? PICK(quoted) : PICK(doubled));
    if (repeated >= 0) {
        at = add_key(out, at, number, (uint32_t)repeated);
    }
    out[at - 1] = '\n';
    return at;
}

/* Writes a record, in GB18030 where a converter is given. */
static int put(iconv_t converter, char *text, size_t len)
{
    static char codes[4096];
    char *from = text;
    char *to = codes;
    size_t room = sizeof codes;
    if (converter == (iconv_t)-1) {
        return fwrite(text, 1, len, stdout) == len;
    }
    return iconv(converter, &from, &len, &to, &room) == 0 &&
           fwrite(codes, 1, (size_t)(to - codes), stdout) == (size_t)(to - codes);
}

int main(int argc, char **argv)
{
    static char text[4096];
    static char header[] =
        "序号,提交时间,区,年龄,性别,政策了解,申报流程,审核效率,发放及时,窗口服务,"
        "信息公开,最需改进,补贴金额,意见";
    unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    int plain_only = argc > 2 && strcmp(argv[2], "plain") == 0;
    int codes = argc > 2 && strcmp(argv[2], "gb18030") == 0;
    long repeated = argc > 3 && strcmp(argv[2], "keys") == 0 ? strtol(argv[3], NULL, 10) : -1;
    iconv_t converter = codes ? iconv_open("GB18030", "UTF-8") : (iconv_t)-1;
    static char more[] = ",手机号";
    static char end[] = "\n";
    int good = put(converter, header, strlen(header)) &&
               (repeated < 0 || put(converter, more, strlen(more))) && put(converter, end, 1);
    for (unsigned long i = 1; good && i <= count; i++) {
        good = put(converter, text, record(text, i, plain_only, repeated));
    }
    return good && fclose(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
