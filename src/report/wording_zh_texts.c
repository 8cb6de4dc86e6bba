#include "wording.h"

#define SAY(name) [WJ_TEXT_##name]

const char *const wj_texts_zh[WJ_TEXT_COUNT] = {
    SAY(TITLE) = "{标题}",
    SAY(INTRO) = "",
    SAY(NO_RESPONSES) = "没有有效问卷，占比和得分率无法计算，以“–”表示。",
    SAY(SMALL_BASE) = "人数不足 {警示} 的标 {标记}，不足 {严重} 的标 "
                      "{严重标记}：人数少，占比受个别人影响大，仅供参考。",
    SAY(HIDDEN) = "“*”为不予公布的数（{个数} 个）：不足 {界限} 人的不予公布，以免看出个人的回答；"
                  "为防止由合计和比率推算，另有一些较大的数同样不予公布。",
    SAY(HIDDEN_RATES) = "{题目}的满意度不予公布：由它可以推算出不予公布的人数。",
    SAY(HIDDEN_MEASURES) = "{指标}不予公布：由它可以推算出不予公布的人数。",
    SAY(SMALL_BASE_ONE) = "人数不足 {人数} 的标 {标记}：人数少，占比受个别人影响大，仅供参考。",

    SAY(RETURNS_TITLE) = "问卷发放与回收情况",
    SAY(RESPONDENTS_TITLE) = "调查对象基本情况",
    SAY(AWARENESS_TITLE) = "知晓情况",
    SAY(AWARENESS_OTHER) = "其他评价",
    SAY(ITEMS_TITLE) = "满意度各题选择情况",
    SAY(ITEMS_OTHER) = "评价题选择情况",
    SAY(SATISFACTION_TITLE) = "满意度统计",
    SAY(MEASURES_TITLE) = "综合指标",
    SAY(IMPROVE_TITLE) = "多选题选择情况",
    SAY(THEMES_TITLE) = "意见和建议",
    SAY(TABLES_TITLE) = "交叉分析",
    SAY(METHOD_TITLE) = "计算方法",
    SAY(SCORE_TITLE) = "评分",
    SAY(EVALUATION_TITLE) = "评价结果汇总表",
    SAY(PROJECTS_TITLE) = "项目评价情况汇总表",
    SAY(SPENDING_TITLE) = "分季度用款计划",
    SAY(TARGETS_TITLE) = "绩效目标表",
    SAY(PROBLEMS_TITLE) = "问题清单",
    SAY(AUDIT_TITLE) = "评分表核对",
    SAY(AUDIT_NONE) = "核对评分表的 {核对数} 个数字，未发现不一致。",
    SAY(AUDIT_FOUND) = "核对评分表的 {核对数} 个数字，发现 {处数} 处不一致。",
    SAY(EXPLAIN_TITLE) = "评分说明",
    SAY(STATED_TITLE) = "与公布数字核对",
    SAY(PROVENANCE_TITLE) = "数据来源",

    SAY(DISTRIBUTED) = "发放问卷 {发放} 份，回收 {回收} 份，回收率 {回收率}。",
    SAY(RETURNED) = "回收问卷 {回收} 份。",
    SAY(VALID) = "有效问卷 {有效} 份，有效率 {有效率}（有效问卷÷回收问卷）。",
    SAY(ALL_VALID) = "回收的问卷全部有效。",
    SAY(REJECTED) = "无效问卷 {无效} 份：{原因}。",
    SAY(REJECTED_ONE) = "{原因} {份数} 份",
    SAY(REJECTED_TABLE) = "无效问卷及其原因",
    SAY(REJECTED_MORE) = "另有 {份数} 份，见 rejected.csv。",
    SAY(STRAIGHT) = "有 {份数} 份问卷在各评价题上所选选项完全相同，请留意。",
    SAY(RETURNS_TABLE) = "问卷发放、回收和有效份数",
    SAY(POPULATION) = "调查对象共 {总体} 人，有效问卷 {有效} 份，占 {占比}。",
    SAY(RATES_NOTE) = "回收率=回收问卷÷发放问卷；有效率=有效问卷÷回收问卷，不是有效问卷÷发放问卷。",
    SAY(VALID_RATE_NOTE) = "有效率=有效问卷÷回收问卷。",
    SAY(TOO_MANY) = "回收份数（{回收}）多于发放份数（{发放}），请核对。",

    SAY(BASE) = "{题目}（{人数} 人）",
    SAY(MOST) = "{题目}：选择“{选项}”的最多，有 {人数} 人，占 {占比}。",
    SAY(MOST_NEXT) = "{题目}：选择“{选项}”的最多，有 {人数} 人，占 {占比}；其次是“{其次}”，有 "
                     "{其次人数} 人，占 {其次占比}。",
    SAY(MOST_TIE) = "{题目}：选择{选项}的并列最多，各有 {人数} 人，各占 {占比}。",
    SAY(MOST_ALL) = "{题目}：{人数} 人全部选择“{选项}”。",
    SAY(MOST_ONLY) = "{题目}：仅 1 人作答，选择“{选项}”。",
    SAY(MOST_NONE) = "{题目}：无人作答。",
    SAY(MOST_NO_BASE) = "{题目}：没有应答此题的人，占比无法计算。",
    SAY(QUANTITY) = "{题目}：{人数} 人填写。",
    SAY(RATE) = "{题目}得分率为 {得分率}。",
    SAY(RATE_MEASURE) = "{指标}为 {得分率}。",
    SAY(IMPROVE_MOST) = "{题目}：选择最多的是“{选项}”，有 {人数} 人，占 {占比}。",
    SAY(IMPROVE_NEXT) = "{题目}：选择最多的是“{选项}”，有 {人数} 人，占 {占比}；其次是“{其次}”，有 "
                        "{其次人数} 人，占 {其次占比}。",
    SAY(IMPROVE_TIE) = "{题目}：选择{选项}的并列最多，各有 {人数} 人，各占 {占比}。",
    SAY(IMPROVE_ALL) = "{题目}：{人数} 人全部选择了{选项}。",
    SAY(IMPROVE_NONE) = "{题目}：{人数} 人均未选择任何一项。",
    SAY(IMPROVE_EXCLUSIVE_ONLY) = "{题目}：有 {人数} 人（{占比}）选择“{选项}”，无人选择其他选项。",
    SAY(IMPROVE_EXCLUSIVE) = "另有 {人数} 人（{占比}）选择“{选项}”。",
    SAY(THEMES_ANSWERED) = "{题目}：{人数} 人填写，占有效问卷的 {占比}。",
    SAY(THEMES_NONE) = "{题目}：无人填写。",
    SAY(THEMES_TABLE) = "{题目}（{人数} 人填写）",
    SAY(THEMES_MOST) = "提到最多的是“{主题}”，有 {人数} 人，占填写人数的 {占比}。",
    SAY(THEMES_TIE) = "提到{主题}的并列最多，各有 {人数} 人，各占填写人数的 {占比}。",
    SAY(THEMES_NO_THEME) = "填写的意见均未归入所列主题。",
    SAY(THEMES_NOTE) = "占比以填写人数为分母；一人的意见可以归入几个主题，占比之和可能超过 100%。",

    SAY(THEMES_LISTED) = "未归入主题的 {人数} 条意见中，前 {列出} 条列在 uncoded.csv。",
    SAY(THEMES_LISTED_ALL) = "未归入主题的 {人数} 条意见列在 uncoded.csv。",
    SAY(THEMES_PHRASES) = "{题目}：未归入主题的意见中常见的词串",
    SAY(THEMES_PHRASES_NOTE) =
        "词串是连续的 2～4 个汉字，一人写几次只计一次，供增补主题时参考，未经分词，也不分褒贬。",
    SAY(THEMES_MISSED) = "词串过多，少见的已略去，以上人数最多可能少计 {人数} 人。",

    SAY(LISTING) = "{题目}：{人数} 人中，{各项}；得分率为 {得分率}。",
    SAY(LISTING_ONE) = "“{选项}”{人数} 人（{占比}）",
    SAY(LISTING_NOBODY) = "无人选择{选项}",
    SAY(LISTING_BLANK) = "未作答的 {人数} 人",
    SAY(LISTING_ALL) = "{题目}：{人数} 人全部选择“{选项}”，得分率为 {得分率}。",
    SAY(LISTING_NONE) = "{题目}：无人作答。",
    SAY(LISTING_NO_BASE) = "{题目}：没有应答此题的人，得分率无法计算。",
    SAY(SUMMARIES_TABLE) = "各题得分概况",
    SAY(SUMMARIES_MEAN) = "平均分和标准差按选择计分选项的人计算。",
    SAY(SUMMARIES_BOXES) =
        "最高（低）两档为选择分值最高（低）两档选项的人数占比。最高两档占比常称满意率，不按选项赋分"
        "加权，与得分率（满意度）含义不同。净值=最高两档占比-最低两档占比。",
    SAY(BOXES_OVERLAP) =
        "{题目}不同的分值不足 4 个，有的选项同时计入最高两档和最低两档，净值不宜使用。",
    SAY(PROMOTERS) =
        "{题目}：推荐者（9～10 分）{推荐者} 人，中立者（7～8 分）{中立者} 人，贬损者（0～6 "
        "分）{贬损者} 人，净推荐值（推荐者占比-贬损者占比）为 {净推荐值}。",
    SAY(EXTREMES) = "{项数} 项中，得分率最高的是{最高项}，为 {最高}；最低的是{最低项}，为 {最低}。",
    SAY(EQUAL) = "{项数} 项的得分率相同，均为 {得分率}。",
    SAY(ANNEX_TABLE) = "满意度统计表",
    SAY(COMPOSITE) = "{指标}为 {数值}，是 {项数} 项得分率的平均值（以舍入前的数值计算）。",
    SAY(COMPOSITE_WEIGHTED) =
        "{指标}为 {数值}，是 {项数} 项得分率的加权平均值（以舍入前的数值计算）。",
    SAY(COMPOSITE_NONE) = "{指标}无法计算：其中有的题没有应答的人。",
    SAY(ANNEX_NOTE) =
        "各级“得分”=该级分值×人数÷（最高分值×答题人数）；单项满意度为各级得分之和；综合得分为各单项"
        "满意度的平均值。",
    SAY(ANNEX_NOTE_WEIGHTED) =
        "各级“得分”=该级分值×人数÷（最高分值×答题人数）；单项满意度为各级得分之和；综合得分为各单项"
        "满意度的加权平均值。",
    SAY(ANNEX_ROUNDING) = "{题目}：各级得分为舍入后的数字，相加与单项满意度有尾差。",
    SAY(TABLE) = "{行} × {列}",
    SAY(TABLE_WHERE) = "{行} × {列}（{条件}）",
    SAY(TABLE_TITLED) = "{标题}：{行}",
    SAY(TABLE_EMPTY) = "没有答卷符合此表的条件，占比无法计算，记作“–”。",
    SAY(TABLE_NOBODY) = "没有有效问卷，占比无法计算，记作“–”。",
    SAY(MEASURE_NO_SHARE) = "{指标}为“–”：没有应答该题的人，占比无法计算。",
    SAY(RATE_ABOVE) =
        "{名称}含可选几项的多选题，得分为所选各项分值之和，满分为最高一项的分值，得分率可能超过 "
        "100%。",
    SAY(MEASURE_NONE) = "{指标}为“–”：所含的题中，有的无人作答或无人选择计分的选项。",
    SAY(MEASURE_SMALL_BASE) = "{指标}的置信区间为“–”：所含的题中有的不足 2 人作答。",
    SAY(MEASURE_SHARES) = "{指标}为占比，置信区间用 {方法}计算。",
    SAY(MEASURE_SHARES_FPC) = "{指标}为占比，置信区间用 "
                              "{方法}计算，不作有限总体校正：调查到的人占总体的比重大时区间偏宽，"
                              "即使全部调查到了也不是一个点。",
    SAY(MEASURE_MANY_ITEMS) = "{指标}的置信区间为“–”：所含的题过多，未保留两题的联合频数。",
    SAY(MEASURE_TOO_LARGE) = "{指标}的置信区间为“–”：数值过大。",
    SAY(DASH_EMPTY) = "{列}为“–”：没有这样的有效问卷。",
    SAY(DASH_NOT_ASKED) = "{列}为“–”：都无需回答此题。",
    SAY(DASH_NO_ANSWER) = "{列}为“–”：无人作答此题。",
    SAY(DASH_NO_SCORE) = "{列}的得分为“–”：无人选择计分的选项。",
    SAY(DASH_ONE_ANSWER) = "{列}的标准差为“–”：只有 1 人作答。",
    SAY(DASH_MANY_NUMBERS) = "{列}的四分位数为“–”：不同的数值过多。",
    SAY(DASH_TOO_LARGE) = "{列}的标准差为“–”：数值过大。",
    SAY(DASH_NO_WEIGHT) = "{列}的加权数为“–”：权重都是 0。",
    SAY(DASH_NOT_CHOSEN) = "{选项}的{行}为“–”：无人选择。",
    SAY(TABLE_RESPONSES) = "占比以选择次数为分母（一人可选多项），不以人数为分母。",
    SAY(TABLE_OUTSIDE) = "有 {人数} 人不在“{列}”的任何一列，只计入合计。",
    SAY(TABLE_WEIGHTED_ROWS) = "“加权”一行为上一行按权重计的结果。",
    SAY(TABLE_WEIGHTED) = "人数和括号内的占比为实际人数，未加权；“加权占比”="
                          "该选项的加权人数÷该列加权人数（按选择次数计"
                          "的表为加权选择次数），权重的平均数为 1。检验和其余各行均未加权。",
    SAY(TABLE_WEIGHTED_BASE) = "加权人数按平均数为 1 的权重计；检验和其余各行均未加权。",
    SAY(TABLE_WEIGHTED_GRID) =
        "“加权”一行为上一行各数按平均数为 1 的权重计的结果；其余各行均未加权。",
    SAY(TABLE_INDEX) = "指数=该列占比÷合计占比×100，大于 100 表示该列高于总体。",
    SAY(TABLE_SCORES) = "得分率、最高两档、最低两档以该列计分的人数为分母；平均分和标准差只计选择计"
                        "分选项的人。",
    SAY(TABLE_QUANTITY) =
        "各项只计填写了数字的人；四分位数按 (n−1)×p 线性内插（与电子表格 QUARTILE.INC "
        "相同）。",
    SAY(TABLE_UNTESTED) =
        "{名称}有 {列数} 列，多于 {上限} 列，各列之间未作差异检验；没有字母不等于没有差异。",
    SAY(TABLE_BANDS) = "只比较同一题目下的各列。",
    SAY(TABLE_WIDE) = "{表}：列数较多，见 {文件}。",
    SAY(TABLE_LETTERS) =
        "数字后的字母：该列占比显著高于字母所示的列（置信水平 {水平}，合并方差的双侧 "
        "z 检验，不加权，{校正}；占比为 0 或 100% 的列不检验）。",
    SAY(TABLE_LETTERS_QUANTITY) =
        "平均数后的字母：该列平均数显著高于字母所示的列（置信水平 {水平}，"
        "双侧 Welch t 检验，不加权，{校正}）。",
    SAY(TABLE_UNTESTED_TICKS) =
        "以选择次数为分母的占比未作差异检验：一人可选多项，各次选择并不独立；"
        "没有字母不等于没有差异。",
    SAY(TABLE_UNTESTED_HIDDEN) = "有不予公布的数，各列之间未作差异检验；没有字母不等于没有差异。",
    SAY(TABLE_UNTESTED_GRID) = "此表不作各列之间的差异检验；没有字母不等于没有差异。",
    SAY(TABLE_MEANS) = "均值用 Welch t 检验比较。",
    SAY(TABLE_MEANS_NOT) = "各列有共同的答卷，均值不作检验。",
    SAY(TABLE_OVERLAP) = "各列有共同的答卷，占比的检验已计入重叠。",
    SAY(TABLE_INDEPENDENCE) =
        "独立性检验（{人数} 人）：χ²({自由度}) = {卡方}，p {概率}，Cramér V = {系数}。",
    SAY(TABLE_EMPTY_LINES) = "无人的行和列不计入独立性检验。",
    SAY(TABLE_NO_INDEPENDENCE) = "未作独立性检验：{原因}。",
    SAY(TABLE_FISHER) = "最小期望频数为 {最小期望}，小于 5，以 Fisher 精确检验为准：p {概率}。",
    SAY(TABLE_EXPECTED) = "最小期望频数为 {最小期望}，小于 5，卡方检验仅供参考。",
    SAY(TABLES_NOTE) = "括号内为占该列人数的百分比。",

    SAY(COMPARISON_TITLE) = "与上期比较",
    SAY(COMPARISON_AGAINST) =
        "上期为《{上期}》（{文件}），有效问卷 {上期有效} 份；本期有效问卷 {本期有效} 份。",
    SAY(COMPARISON_UP) = "与上期相比上升：{各项}。",
    SAY(COMPARISON_DOWN) = "与上期相比下降：{各项}。",
    SAY(COMPARISON_ONE) = "{名称}（{差} 个百分点）",
    SAY(COMPARISON_SAME) = "各项指标和得分率与上期相比均无明显变化。",
    SAY(COMPARISON_TABLE) = "指标和得分率与上期比较",
    SAY(COMPARISON_SHARES) = "选项占比与上期比较",
    SAY(COMPARISON_MORE) = "另有 {行数} 行，见 comparison.csv。",
    SAY(COMPARISON_NOTE) =
        "差=本期-上期。▲ 上升、▼ 下降：差的 {置信度} 置信区间不含 0；＝ 无明显变化："
        "区间含 0，差异可能出于抽样。",
    SAY(COMPARISON_METHOD) = "两期看作相互独立的样本；逐项判断，未作多重比较校正："
                             "比较的项目多，会有少数变化纯属偶然。",
    SAY(COMPARISON_WELCH) = "{各类}的区间用 Welch t 法，由两期的标准误合成（Welch，1947）。",
    SAY(COMPARISON_NEWCOMBE) =
        "占比的区间由两期的 Wilson 区间合成（Newcombe，1998，方法 10），不作有限总体校正。",
    SAY(COMPARISON_BASE) = "两期占比和得分率的分母口径（base）不同，不作比较。",
    SAY(COMPARISON_NEW) = "上期没有：{名称}。",
    SAY(COMPARISON_GONE) = "本期没有：{名称}。",
    SAY(COMPARISON_OTHER) = "题型、选项或所含题目与上期不同，不作比较：{名称}。",
    SAY(COMPARISON_SCORES) = "选项或分值与上期不同，得分率不作比较：{名称}。",
    SAY(COMPARISON_WEIGHTED) = "两期都加权的数字按加权后的比较，标准误为各期报告所用的。",
    SAY(COMPARISON_TARGET) = "{名称}的加权结果由加权目标决定，不是调查所得，不判断升降。",
    SAY(COMPARISON_UNWEIGHTED) = "只有一期加权，比较的是未加权的数字。",
    SAY(IMPORTANCE_TITLE) = "重要性与满意度分析",
    SAY(IMPORTANCE_IMPROVE) = "对综合指标影响较大而得分率低于平均的，宜优先改进：{题目}。",
    SAY(IMPORTANCE_NO_IMPROVE) = "没有对综合指标影响较大而得分率低于平均的题。",
    SAY(IMPORTANCE_NONE) = "无法计算各题的重要性：{原因}。",
    SAY(IMPORTANCE_TABLE) = "各题的重要性与得分率",
    SAY(IMPORTANCE_NOTE) =
        "重要性=各题得分与{指标}（含本题）的相关系数，按答全各题的 {人数} 份有效问卷计算，不加权；"
        "相关不等于因果。四象限法：Martilla、James（1977）。",
    SAY(IMPORTANCE_CUTS) = "分界线为各题的平均值：重要性 {重要性}，得分率 {得分率}；"
                           "等于平均值的归入较高一侧。",
    SAY(SCALE_TITLE) = "量表质量",
    SAY(SCALE_ALPHA) = "{对象}（{题数} 题）的 Cronbach α 为 {系数}（{置信度} 置信区间 "
                       "{下限}～{上限}），按答全各题的 {人数} 份有效问卷计算。",
    SAY(SCALE_NONE) = "{对象}（{题数} 题）的 Cronbach α 无法计算：{原因}。",
    SAY(SCALE_TABLE) = "各题与量表的关系",
    SAY(SCALE_NOTE) = "α=k÷(k-1)×(1-各题方差之和÷总分方差)，k 为题数（Cronbach，1951）；区间用 F "
                      "分布（Feldt，1965）。"
                      "与其余题的相关为该题与其余各题总分的相关系数，与总分的相关含本题。"
                      "均用选项的原始分值，按答全各题的有效问卷计算，不加权。只余一题，或一方没有差"
                      "异的，以“–”表示。",
    SAY(SCALE_CONSTANT) = "{题目}的答案全部相同，没有差异，相关系数无法计算，以“–”表示。",
    SAY(SCALE_PAIRED) = "两题得分率的比较",
    SAY(SCALE_PAIRED_NOTE) =
        "差=前一题-后一题，以百分点计，按两题均已作答的有效问卷计算；配对 t 检验（Student，1908），"
        "双侧 p 值，不加权，未作多重比较校正。差没有变化或不足两份的，t 无法计算，以“–”表示。",
    SAY(SCALE_PAIRED_MORE) = "另有 {对数} 对，见 results.json。",
    SAY(CHART_IMPORTANCE) = "重要性—得分率四象限图",

    SAY(BLANKS) = "{题目}：有 {人数} 人未作答，计入占比的分母，因此各选项占比之和不到 100%。",
    SAY(NOT_ASKED) = "{题目}：有 {人数} 人按条件无需回答，不计入分母。",
    SAY(SUM) = "{题目}：因尾数舍入，各选项占比之和为 {合计}。",
    SAY(SUMS) = "因尾数舍入，下列各题的选项占比之和不是 100%：{题目}。",
    SAY(SEVERAL) = "多选题的占比以人数为分母，各选项占比之和可能超过 100%。",
    SAY(SEVERAL_SUM) = "{题目}为多选题，占比以人数为分母，各选项占比之和为 {合计}，超过 100%。",
    SAY(UNSCORED) = "选择{选项}的不计分，也不计入得分率的分母。",
    SAY(INTERVAL) = "横线为 {置信度} 置信区间。",
    SAY(SHARE_OF) = "{指标}是选择指定选项的人数占比，不按选项赋分加权。",
    SAY(SHARE_OF_MEAN) =
        "{指标}是选择指定选项的人数占比；{得分率指标}按选项赋分加权。两者含义不同，"
        "数值不可互换。",

    SAY(VALIDITY) = "有下列情形之一的问卷不计为有效问卷：{情形}。",
    SAY(VALIDITY_EMPTY) = "所有题目均未作答",
    SAY(VALIDITY_ALL) = "开放题以外的题目有未答的",
    SAY(VALIDITY_REQUIRED) = "必答题（{题目}）有未答的",
    SAY(VALIDITY_SECONDS) = "答题时间不足 {秒数} 秒",
    SAY(VALIDITY_MISSING) = "缺答的题目超过 {占比}",
    SAY(VALIDITY_STRAIGHT) = "{题目}的答案完全相同",
    SAY(VALIDITY_UNIQUE) = "{列}与此前的问卷重复",
    SAY(VALIDITY_UNIQUE_LAST) = "{列}与此后的问卷重复",
    SAY(VALIDITY_TICKS_MISSING) = "单选题选了几个选项的，按未作答处理。",
    SAY(VALIDITY_UNKNOWN_MISSING) = "答案不在选项内的，按未作答处理。",

    SAY(METHOD_VALID) = "占比和得分率均以有效问卷（{有效} 份）为分母：未作答的计入分母，得 0 "
                        "分；按条件无需回答的不计入。",
    SAY(METHOD_ANSWERED) = "占比和得分率均以该题的答题人数为分母，未作答的不计入。",
    SAY(METHOD_SCALE) = "{题目}各选项的分值：{赋分}。",
    SAY(METHOD_OPTION) = "{选项} {分值} 分",
    SAY(METHOD_NO_SCORE) = "{选项}不计分",
    SAY(METHOD_ITEM) = "单项得分率=Σ（选项分值×选择人数）÷（最高分值×人数）×100%。",
    SAY(METHOD_MEAN) = "{指标}={算式}={数值}（以各项舍入前的数值计算，精确值为 {分数}）。",
    SAY(METHOD_POOLED) = "{指标}=各题得分合计÷各题满分合计={算式}={数值}。",
    SAY(METHOD_SHARE) = "{指标}=在“{题目}”中选择{选项}的人数÷人数={人数}÷{分母}={数值}。",
    SAY(METHOD_PERCENT) = "百分数保留 {位数} 位小数，{方式}。",
    SAY(METHOD_SCORE) =
        "指标得分保留 {位数} 位小数，{方式}；各级得分和总分为已舍入的指标得分之和。",
    SAY(METHOD_INTERVAL) = "得分率的 {置信度} 置信区间按各份问卷得分的标准误和 t "
                           "分布计算，以有效问卷可看作随机样本为前提。",
    SAY(METHOD_FPC) =
        "得分率的 {置信度} 置信区间按各份问卷得分的标准误和 t 分布计算，并按总体 {总体} "
        "人作有限总体校正，以有效问卷可看作随机样本为前提。",
    SAY(METHOD_SIZE) =
        "在 {置信度} 置信度下，要使占比的误差不超过 ±{误差}，至少需要 {需要} 份有效问卷；"
        "本次 {有效} 份，达到要求。",
    SAY(METHOD_SIZE_MISSED) = "在 {置信度} 置信度下，要使占比的误差不超过 ±{误差}，至少需要 {需要} "
                              "份有效问卷；本次 {有效} 份，未达到要求。",
    SAY(METHOD_EXACT) = "计算过程使用精确分数，只在列示时舍入一次。",
    SAY(WEIGHTED_TABLE) = "加权结果",
    SAY(METHOD_RAKING) =
        "加权：按{题目}的目标作多边际加权（raking，Deming、Stephan 1940），{轮数} "
        "轮后收敛；权重的平均数为 1，最小 {最小}，最大 {最大}；Kish 有效样本量 "
        "{有效样本}，设计效应 {设计效应}。人数、占比、得分率均未加权，加权结果另列。",
    SAY(METHOD_TRIMMED) =
        "权重最大为平均权重的 {倍数} 倍，{份数} 份问卷的权重曾被截到上限；各类别仍与目标一致。",
    SAY(METHOD_TRIMMED_OFF) = "权重最大为平均权重的 {倍数} 倍，{份数} "
                              "份问卷的权重被截到上限，加权后各类别不再与目标完全一致：相差最大的是"
                              "{题目}的“{选项}”，目标 {目标}，加权后 {实际}。",
    SAY(METHOD_WITHOUT_TARGET) = "{份数} 份有效问卷没有回答加权所用的题目，不参与加权，权重为 1。",
    SAY(METHOD_WEIGHT_COLUMN) =
        "加权：权重取自“{列}”列，换算为平均数 1；Kish 有效样本量 {有效样本}，设计效应 "
        "{设计效应}。人数、占比、得分率均未加权，加权结果另列。",
    SAY(METHOD_RAKED_ERROR) = "加权结果的 {置信度} 置信区间按线性化标准误和 t "
                              "分布计算，标准误取残差对各加权题目回归之后的部分（Deville、Särndal、"
                              "Sautory 1993）；把权重视为常数的标准误见 results.json。",
    SAY(METHOD_FIXED_ERROR) =
        "加权结果的 {置信度} 置信区间按线性化标准误和 t 分布计算，把权重视为常数。",

    SAY(SCORE_TOTAL) = "总分 {分值} 分，得分 {得分} 分，得分率 {得分率}。",
    SAY(SURE_TOTAL) = "计入抽样误差（置信水平 {置信水平}），总分在 {下限}～{上限} 分之间。",
    SAY(SURE_GRADE) = "计入抽样误差（置信水平 {置信水平}），总分在 {下限}～{上限} 分之间，"
                      "等级始终为“{等级}”。",
    SAY(SURE_GRADES) = "计入抽样误差（置信水平 {置信水平}），总分在 {下限}～{上限} 分之间，"
                       "等级可能为{等级}：样本量不足以确定等级。",
    SAY(SURE_SAME) = "计入抽样误差（置信水平 {置信水平}），总分不变。",
    SAY(SURE_UNKNOWN) = "无法给出总分的误差范围：{原因}。",
    SAY(SURE_OUTER) = "公式较复杂，以上范围是界限：得分不会超出，实际范围可能更窄。",
    SAY(SURE_TABLE) = "抽样误差对得分的影响",
    SAY(SURE_MEASURES) = "由各调查指标的置信区间（水平 {水平}）按计分公式推算：{各项}。",
    SAY(SURE_MEASURE) = "{指标} {下限}～{上限}",
    SAY(SCORE_GRADE) = "评价等级：{等级}。",
    SAY(SCORE_BY_HAND) = "评价等级：{等级}（按总分计算为 {计算等级}）。理由：{理由}。",
    SAY(SCORE_NO_GRADE) = "没有与该得分对应的等级。",
    SAY(SCORE_NO_TOTAL) = "有指标尚无得分，不计算总分和等级。",
    SAY(SCORE_EXTREMES) =
        "一级指标中，得分率最高的是{最高项}，为 {最高}；最低的是{最低项}，为 {最低}。",
    SAY(SCORE_EQUAL) = "各一级指标的得分率相同，均为 {得分率}。",
    SAY(SCORE_LOST) = "扣分的指标 {项数} 项：{各项}。",
    SAY(SCORE_LOST_ONE) = "{指标}（扣 {扣分} 分）",
    SAY(SCORE_NONE_LOST) = "各项指标均得满分。",
    SAY(SCORE_GRADES) = "等级划分：{等级}。",
    SAY(SCORE_GRADE_FROM) = "{下限} 分（含）以上为“{等级}”",
    SAY(SCORE_GRADE_BETWEEN) = "{下限} 分（含）至 {上限} 分为“{等级}”",
    SAY(SCORE_GRADE_BELOW) = "{上限} 分以下为“{等级}”",
    SAY(STATED_AGREE) = "共核对 {项数} 项，全部一致。",
    SAY(STATED_DIFFER) = "共核对 {项数} 项，其中 {不一致} 项不一致：",
    SAY(INPUT) = "{文件}：{记录} 条记录，编码 {编码}，SHA-256 {摘要}",
    SAY(INPUT_NO_DIGEST) = "{文件}：{记录} 条记录，编码 {编码}",
    SAY(DEFINITION) = "定义文件 {文件}",
    SAY(TOOL) = "计算工具 wjtab {版本}。",

    SAY(EXPLAIN_NO_SCORE) = "尚无得分。",
    SAY(EXPLAIN_FORMULA) = "公式：{公式}",
    SAY(EXPLAIN_NUMBERS) = "代入数字：{公式} = {数值}",
    SAY(EXPLAIN_ROUNDING) = "取整：{数值} 保留 {位数} 位小数，{方式}，得 {得分}",
    SAY(EXPLAIN_ABOUT) = "约 {数值}",
    SAY(EXPLAIN_BY_HAND) = "得分由评价人给定。",
    SAY(EXPLAIN_TARGET) = "目标值：{目标值}；实际值：{实际值}",
    SAY(EXPLAIN_DONE) = "目标值：{目标值}；实际值：{实际值}；完成率：{完成率}",
    SAY(EXPLAIN_ACTUAL) = "{名称}，即 {数值}",
    SAY(EXPLAIN_STANDARD) = "评价标准：{评价标准}",
    SAY(EXPLAIN_BASIS) = "依据：{依据}",

    SAY(CHART_RESPONDENTS) = "{题目}选择情况",
    SAY(CHART_STACKED) = "各题选项占比",
    SAY(CHART_RATES) = "各项得分率",
    SAY(CHART_MEASURES) = "综合指标",
    SAY(CHART_MULTIPLE) = "{题目}选择情况（由多到少）",
    SAY(CHART_THEMES) = "{题目}：各主题提及人数占比",
    SAY(CHART_GAUGE) = "评价得分与等级",
    SAY(CHART_IN_TABLE) = "{图题}：共 {行数} 行，数字见表。",
};
