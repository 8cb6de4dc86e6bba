#!/usr/bin/env python3
"""Ten reference surveys and some counts, computed once in R: every figure must be wjtab's.

    reference_check.py WJTAB

tests/oracle/reference.json.gz holds what was computed; definitions and answers stand in tests/unit/measure/sets. Every
number of it is compared with results.json to 1e-9, relatively (Fisher's p 1e-6), but for those that NOT_OURS names.

Prints each difference, then `N passed, N failed`; exit status 1 if anything failed.
"""
import gzip
import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from r_batch import is_same, leaves, run_wjtab

HERE = Path(__file__).resolve().parent
SETS = HERE.parent / "unit" / "measure" / "sets"
SWITCHES = """
tests: {columns: [95%]}
summaries: [alpha]
intervals: {shares: clopper-pearson}
sample_size: 3%
"""
# What the reference has and results.json has not, or says elsewhere.
NOT_OURS = [
    (r".*/(text|label|why|where|name|overlapping|table|note)$", "texts, names"),
    (r".*/(unscored|share_of_base|share_of_responses|responses|pairs|mean_pairs|rows_used|columns_used)(/.*)?$", "counts of its own"),
    (r".*/(student_\w+|n1|n2|n_t|n_t_fpc|cells_expected_lt5|q[13]_type6)$", "other conventions, for comparison"),
    (r".*/(se_domain|se_domain_fpc|own_composites_sd|se_if_items_were_independent|same_base|smallest_item_base)$",
     "other errors, for comparison"),
    (r".*/(lower_fixed|upper_fixed|known_from_targets)(_fpc)?(_clipped)?$", "other limits, for comparison"),
    (r".*/(alpha_without_constant_items|alpha_of_rates)$", "other alphas, for comparison"),
    (r".*/sample_size/(sd|p)$|.*/top$", "given above, or in the definition"),
    (r"/tables/\d+\|推荐\|.*/(mean_tests/.*|independence)$", "columns are tested for scores, not for quantities"),
    (r".*/options/[^/]*/base$|.*/quantity/answered$|/measures/[^/]*/(count|share)(/.*)?$", "the question's base; its n; the rate"),
    (r"/weighting/(targets/.*|total|calibrate_agrees|weight_\w+_mean1|cells/[^/]*/weight)$", "of the definition; in its unit"),
]
RENAMED = [
    (r"/cells/([^/]*)/weight_mean1$", r"/cells/\1/weight"), (r"(/weighted)/rate/", r"\1/"),
    (r"(lower|upper)_raked(_clipped)?$", r"\1"), (r"(lower|upper)(_fpc)?_clipped$", r"\1\2"),
    (r"/respondents_in_table$", "/total_base"),
    (r"(z_tests/[^/]*/\w+)_overlap$", r"\1"), (r"se_raked_exact", "se_raked"),
]


def part(found, path, value):
    """The leaves of a part of the reference, below a path of results.json."""
    for place, leaf in leaves(value):
        found[path + place] = leaf


def places_of(expected):
    """path of results.json -> figure, before renaming."""
    found = {}
    for one in [*expected["items"], *expected["background"], *([expected["multiple"]] if expected["multiple"] else [])]:
        part(found, f"/questions/{one['name']}", one)
    quantity = expected["quantity"]
    if quantity:
        part(found, f"/questions/{quantity['name']}/quantity", quantity)
        part(found, f"/questions/{quantity['name']}/nps", expected["nps"])
    for one in expected["measures"]:
        # One answer says nothing about spread: where an item has but one, only R gives an interval.
        alone = one.get("smallest_item_base", 2) < 2
        part(found, f"/measures/{one['name']}", {"rate": one["rate"], "n": one["n"]} if alone else one)
    part(found, "/scale", expected["scale"])
    part(found, "", {"paired": expected["paired"], "tables": expected["tables"]})
    part(found, "/sample_size", expected["sample_size_share_worst_case"])
    if expected.get("weighting"):
        part(found, "", {"weighting": expected["weighting"]})
        add_weighted(found, expected["weighted"], expected)
    return found


def add_weighted(found, weighted, expected):
    for one in weighted["items"]:
        path = f"/questions/{one['name']}"
        part(found, f"{path}/weighted", one["rate"])
        part(found, f"{path}/mean_statistics/weighted", one["mean"])
    many = [*weighted["items"], *weighted["background"]]
    if expected["multiple"]:
        many.append({"name": expected["multiple"]["name"], "options": weighted["multiple"]})
    for one in many:
        for option in one["options"]:
            part(found, f"/questions/{one['name']}/options/{option['code']}/weighted", option)
    for key, name in (("composite", "综合"), ("pooled", "合并")):
        part(found, f"/measures/{name}/weighted", weighted[key])
    if expected["quantity"]:
        part(found, f"/questions/{expected['quantity']['name']}/quantity/weighted", weighted["quantity_mean"])
        part(found, f"/questions/{expected['quantity']['name']}/nps/weighted", weighted["nps"])


def is_of_rake(raw, path):
    """R's rake() stops after ten projections: its error is not the exact one that stands beside it."""
    above, _, key = path.rpartition("/")
    if key in ("se_raked", "se_raked_fpc"):
        return path.replace("se_raked", "se_raked_exact") in raw
    exact, other = raw.get(f"{above}/se_raked_exact"), raw.get(f"{above}/se_raked")
    return "_raked" in key and "exact" not in key and exact is not None and abs(exact - other) > 1e-9 * other


def wanted(expected):
    """path of results.json -> figure."""
    raw = {path: value for path, value in places_of(expected).items()
           if not any(re.fullmatch(pattern, path) for pattern, _ in NOT_OURS)}
    found = {}
    for path, value in raw.items():
        if path + "_clipped" in raw or path + "_overlap" in raw:
            continue
        # Adjusted without regard to the overlap; r_batch.py adjusts with it. One answer has no degrees of freedom.
        if re.sub(r"p_(bonferroni|holm)$", "z_overlap", path) in raw and "/p_" in path or (path.endswith("/df") and value == 0):
            continue
        if is_of_rake(raw, path):
            continue
        if path.startswith("/tables/") and "|推荐|" in path:
            path = path.replace("/means/", "/quantity/columns/")
        for pattern, name in RENAMED:
            path = re.sub(pattern, name, path)
        found[path] = value
    return found


def is_rounding(path, own, value):
    """What the margins explain wholly has no error; R's arithmetic leaves a trace of one."""
    return path.endswith("/se_raked") and own == 0 and value < 1e-11


def differences(results, expected):
    ours = dict(leaves(results))
    for path, value in wanted(expected).items():
        # A fraction stands beside its value here and there.
        own = next((ours[place] for place in (path, re.sub(r"/(fraction|value)$", "", path)) if place in ours), "nothing")
        text = "null" if value is None else value if isinstance(value, str) else repr(float(value))
        text = str(value).lower() if isinstance(value, bool) else text
        if own == "nothing" and value is None:
            continue
        yield path, None if is_same(path, own, text) or is_rounding(path, own, value) else f"{path}: wjtab {own!r}, reference {text}"


# ---- counts ----

COUNTED = """
survey: counts
responses: responses.csv
population: 1402
intervals: {shares: clopper-pearson}
valid: {required: []}
"""


def counted_questions(oracle):
    """(definition, answers, {path: figure}) of each question that is given by its counts."""
    for number, one in enumerate(oracle["a_items"]):
        name = f"item{number}"
        options = [{"code": str(place), "score": str(score)} for place, score in enumerate(one["scores"])]
        figures = {key: one[key] for key in ("mean", "sd", "se", "se_fpc", "df")}
        figures.update(t=one["t_crit_975"], lower=one["ci95_t"]["lower"], upper=one["ci95_t"]["upper"])
        yield ({"name": name, "type": "single", "options": options}, spread(one["counts"]),
               {f"/questions/{name}/mean_statistics/{key}": value for key, value in figures.items()})
    for number, one in enumerate(oracle["b_proportions"]):
        path = f"/questions/share{number}/options/1"
        figures = {f"{path}/share": one["estimate"]}
        for kind in ("wilson", "clopper_pearson"):
            figures.update({f"{path}/{kind}/{limit}": one[kind][limit] for limit in ("lower", "upper")})
        yield ({"name": f"share{number}", "type": "single", "options": [{"code": "0"}, {"code": "1"}]},
               spread([one["n"] - one["x"], one["x"]]), figures)
    for number, one in enumerate(oracle["f_nps_box"]["nps"]):
        path = f"/questions/nps{number}/nps"
        figures = {f"{path}/{key}": one[key] for key in ("n", "promoters", "passives", "detractors")}
        figures.update({f"{path}/nps": one["nps"] / 100, f"{path}/se": one["se_nm1"] / 100,
                        f"{path}/lower": one["ci95_t"]["lower"] / 100, f"{path}/upper": one["ci95_t"]["upper"] / 100})
        yield ({"name": f"nps{number}", "type": "quantity", "min": 0, "max": 10}, spread(one["counts_0_to_10"]), figures)
    for number, one in enumerate(oracle["f_nps_box"]["top2box"]):
        path = f"/questions/box{number}"
        options = [{"code": str(place), "score": str(place + 1)} for place in range(len(one["counts_1_to_k"]))]
        yield ({"name": f"box{number}", "type": "single", "options": options}, spread(one["counts_1_to_k"]),
               {f"{path}/top2/count": one["top2_count"], f"{path}/top2/share": one["top2"] / 100,
                f"{path}/bottom2/count": one["bottom2_count"], f"{path}/bottom2/share": one["bottom2"] / 100})


def spread(counts):
    return [str(place) for place, count in enumerate(counts) for _ in range(count)]


def check_counts(wjtab, oracle, folder):
    """Each difference, None for what agrees."""
    asked, columns, figures = zip(*counted_questions(oracle))
    folder.mkdir()
    (folder / "survey.yaml").write_text(f"{COUNTED}questions: {json.dumps(asked)}\n", encoding="utf-8")
    longest = max(map(len, columns))
    rows = zip(*[column + [""] * (longest - len(column)) for column in columns])
    lines = [",".join(cells) for cells in [[one["name"] for one in asked], *rows]]
    (folder / "responses.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    results, fault = run_wjtab(wjtab, folder)
    if fault:
        return [fault]
    ours = dict(leaves(results))
    return [None if is_same(path, ours[path], repr(float(value))) else f"{path}: wjtab {ours[path]}, reference {value}"
            for part_of in figures for path, value in part_of.items()]


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with gzip.open(HERE / "reference.json.gz", "rt", encoding="utf-8") as file:
        reference = json.load(file)
    passed, faults = 0, []
    folder = Path(tempfile.mkdtemp(prefix="reference-"))
    found = check_counts(os.path.abspath(sys.argv[1]), reference.pop("oracle"), folder / "counts")
    passed += found.count(None)
    faults += [f"counts: {fault}" for fault in found if fault]
    for name, expected in reference.items():
        shutil.copytree(SETS / name, folder / name)
        with open(folder / name / "survey.yaml", "a", encoding="utf-8") as file:
            file.write(SWITCHES)
            if expected.get("weighting") and "\nweighting:" not in (SETS / name / "survey.yaml").read_text(encoding="utf-8"):
                file.write(f"weighting: {json.dumps({'targets': expected['weighting']['targets']}, ensure_ascii=False)}\n")
        results, fault = run_wjtab(os.path.abspath(sys.argv[1]), folder / name)
        found = [fault] if fault else [fault for _, fault in differences(results, expected)]
        passed += found.count(None)
        faults += [f"{name}: {fault}" for fault in found if fault]
    shutil.rmtree(folder)
    for fault in faults:
        print(fault)
    print(f"{passed} passed, {len(faults)} failed")
    return 1 if faults or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
