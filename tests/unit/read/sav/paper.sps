* How PSPP made the files beside this one: pspp paper.sps, where paper.csv is
* samples/zhifu-2022/responses-paper.csv without the line break in one of its answers.
GET DATA /TYPE=TXT /FILE='paper.csv' /ENCODING='UTF-8' /ARRANGEMENT=DELIMITED /DELIMITERS=','
  /QUALIFIER='"' /FIRSTCASE=2
  /VARIABLES=id A3 q1 A1 q2 A1 q3 A1 q4 A8 q5 A1 q6 A1 q7 A1 q8 A1 q9 A8 q10 A300.
RECODE q1 q2 q3 q5 q6 q7 q8
  ('A'=1) ('B'=2) ('C'=3) ('D'=4) ('E'=5) ('F'=6) ('G'=7) (ELSE=SYSMIS)
  INTO n1 n2 n3 n5 n6 n7 n8.
VARIABLE LABELS id '编号' n1 '补贴类型' n2 '学历职称' n3 '政策了解' q4 '通知发布' n5 '评定标准'
  n6 '评定程序' n7 '审核效率' n8 '发放及时' q9 '最需改进' q10 '意见建议'.
VALUE LABELS n1 1 '引进人才生活补贴' 2 '引进人才购房补贴' 3 '留学费用补贴'
  /n2 1 '博士研究生' 2 '硕士研究生' 3 '双一流本科' 5 '副高级职称' 6 '普通本科' 7 '专科'
  /n3 1 '非常了解' 2 '了解' 3 '一般' 4 '不了解'
  /n5 n6 n7 n8 1 '非常满意' 2 '满意' 3 '一般' 4 '不满意'
  /q4 'A' '非常满意' 'B' '满意' 'C' '一般' 'D' '不满意'.
FORMATS n1 n2 n3 n5 n6 n7 n8 (F1.0).
SAVE OUTFILE='paper.sav' /COMPRESSED /KEEP=id n1 n2 n3 q4 n5 n6 n7 n8 q9 q10.
SAVE OUTFILE='paper.zsav' /ZCOMPRESSED /KEEP=id n1 n2 n3 q4 n5 n6 n7 n8 q9 q10.
