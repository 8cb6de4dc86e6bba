# The comparison with an earlier survey, from what r_batch.R found for each of the two, as the `wave` of r_batch.R holds
# it: raw (the definition), questions, known (path -> figure), effective.

COINCIDENCE <- 1e-12 # a limit nearer to 0 than this is 0

same <- function(one, other) identical(one, other)

# ---- the two figures ----

# Value, standard error and degrees of freedom as weighted; NULL where one of them is none.
weighted_estimate <- function(wave, path) {
  figure <- function(key) get0(paste0(path, "/weighted/", key), envir = wave$known, ifnotfound = NA_real_)
  errors <- c(figure("se_raked_fpc"), figure("se_raked"), figure("se_fixed_fpc"), figure("se_fixed"))
  if (all(is.na(errors))) return(NULL)
  given <- identical(figure("se_raked"), 0) && !is.na(figure("se_fixed")) && figure("se_fixed") > 0
  list(value = figure("value"), se = errors[!is.na(errors)][1], df = figure("df"), given = given)
}

# The same unweighted, below `path`; `corrected` where the population is known.
plain_estimate <- function(wave, path, value) {
  figure <- function(key) get0(paste0(path, "/", key), envir = wave$known, ifnotfound = NA_real_)
  corrected <- !is.null(wave$raw$population)
  se <- if (corrected) figure("se_fpc") else figure("se")
  if (is.na(se) || is.na(value)) return(NULL)
  list(value = value, se = se, df = figure("df"), corrected = corrected)
}

# ---- the difference ----

nothing <- list(interval = NA, change = NA)

change_of <- function(limits, method) {
  limits[abs(limits) < COINCIDENCE] <- 0
  list(`interval/lower` = limits[1], `interval/upper` = limits[2], `interval/method` = method,
       change = if (limits[1] > 0) "up" else if (limits[2] < 0) "down" else "none")
}

# `x` and `y` are the responses behind two means, where the figures are nothing else: then R has the interval.
welch_of <- function(context, now, before, method, x = NULL, y = NULL) {
  if (is.null(now) || is.null(before)) return(NULL)
  both <- now$se^2 + before$se^2
  d <- now$value - before$value
  if (both == 0) return(change_of(c(d, d), method))
  if (method == "welch" && !is.null(x)) {
    return(change_of(t.test(x, y, conf.level = context$level)$conf.int, method))
  }
  df <- both^2 / (now$se^4 / now$df + before$se^4 / before$df)
  change_of(d + c(-1, 1) * qt(context$above, df) * sqrt(both), method)
}

# Fewer than two answers tell nothing.
newcombe_of <- function(context, count, base, count_before, base_before) {
  if (base < 2 || base_before < 2) return(NULL)
  now <- wilson_of(context, count, base)
  before <- wilson_of(context, count_before, base_before)
  if (is.null(now) || is.null(before)) return(NULL)
  p <- count / base
  q <- count_before / base_before
  change_of(c(p - q - sqrt((p - now$lower)^2 + (before$upper - q)^2),
              p - q + sqrt((now$upper - p)^2 + (q - before$lower)^2)), "newcombe")
}

# `why` is NA where the two are comparable; found NULL without an interval.
put_wave <- function(path, current, previous, why, found) {
  if (is.na(why)) why <- if (is.na(current) || is.na(previous)) "no_value" else if (is.null(found)) "no_interval" else NA
  there <- is.na(why) || why == "no_interval"
  put(path, c(list(previous = previous, current = current, difference = if (there) current - previous else NA),
              if (is.na(why)) found else c(nothing, list(why = why))))
}

put_estimates <- function(context, now, before, path, own, value, value_before, why, target = FALSE, x = NULL, y = NULL,
                          plain = own) {
  first <- weighted_estimate(now, own)
  second <- weighted_estimate(before, own)
  if (!is.null(first) && !is.null(second)) {
    why <- if (is.na(why) && (target || first$given || second$given)) "target" else why
    return(put_wave(path, first$value, second$value, why, welch_of(context, first, second, "welch-weighted")))
  }
  first <- plain_estimate(now, plain, value)
  second <- plain_estimate(before, plain, value_before)
  corrected <- !is.null(now$raw$population) || !is.null(before$raw$population)
  put_wave(path, value, value_before, why,
           welch_of(context, first, second, if (corrected) "welch-fpc" else "welch", x, y))
}

# ---- what is comparable ----

scores_differ <- function(one, other) {
  for (option in one$raw$options) {
    match <- Filter(function(candidate) candidate$code == option$code, other$raw$options)
    if (length(match) == 0 || !same(match[[1]]$label, option$label)) return("other_options")
    if (!same(as.numeric(match[[1]]$score), as.numeric(option$score))) return("other_scores")
  }
  NA
}

rates_differ <- function(one, other) {
  if (one$type != other$type) return("other_type")
  why <- scores_differ(one, other)
  if (is.na(why)) scores_differ(other, one) else why
}

kind_of <- function(measure) intersect(c("mean_of", "pooled_of", "share_of"), names(measure))

items_of <- function(measure) {
  if (is.null(measure$share_of)) unlist(c(measure$mean_of, measure$pooled_of)) else measure$share_of$question
}

measures_differ <- function(now, before, measure, match) {
  if (kind_of(measure) != kind_of(match)) return("other_type")
  differs <- !same(items_of(measure), items_of(match)) || !same(measure$weights, match$weights) ||
    !same(sort(unlist(measure$share_of$codes)), sort(unlist(match$share_of$codes)))
  for (item in items_of(measure)) {
    one <- now$questions[[item]]
    other <- before$questions[[item]]
    differs <- differs || is.null(other) || !is.na(rates_differ(one, other))
  }
  if (differs) "other_items" else NA
}

other_base <- function(now, before) now$raw$base != before$raw$base

figure_of <- function(wave, path) get0(path, envir = wave$known, ifnotfound = NA_real_)

# A figure that one of the two alone has: weighted where both surveys are.
alone <- function(now, before, wave, own, key) {
  weighted <- if (!is.null(now$raw$weighting) && !is.null(before$raw$weighting)) weighted_estimate(wave, own)
  if (is.null(weighted)) figure_of(wave, paste0(own, "/", key)) else weighted$value
}

# ---- measures, rates, shares ----

named <- function(list, name) {
  found <- Filter(function(one) one$name == name, list)
  if (length(found) == 0) NULL else found[[1]]
}

compare_measure <- function(context, now, before, measure) {
  own <- paste0("/measures/", measure$name)
  path <- paste0("/comparison", own)
  match <- named(before$raw$measures, measure$name)
  rate <- figure_of(now, paste0(own, "/rate"))
  put(path, list(measure = measure$name))
  if (is.null(match)) return(put_wave(path, alone(now, before, now, own, "rate"), NA, "new", NULL))
  why <- if (other_base(now, before)) "other_base" else measures_differ(now, before, measure, match)
  rate_before <- figure_of(before, paste0(own, "/rate"))
  weighted <- !is.null(weighted_estimate(now, own)) && !is.null(weighted_estimate(before, own))
  if (is.null(measure$share_of) || is.null(match$share_of) || weighted) {
    return(put_estimates(context, now, before, path, own, rate, rate_before, why))
  }
  base <- figure_of(now, paste0(own, "/base"))
  base_before <- figure_of(before, paste0(own, "/base"))
  put_wave(path, rate, rate_before, why,
           newcombe_of(context, round(rate * base), base, round(rate_before * base_before), base_before))
}

compare_rate <- function(context, now, before, one) {
  path <- paste0("/comparison/rates/", one$name)
  own <- paste0("/questions/", one$name)
  other <- before$questions[[one$name]]
  if (!one$scored && (is.null(other) || !other$scored)) return()
  rate <- figure_of(now, paste0(own, "/rate"))
  if (is.null(other)) return(put_wave(path, alone(now, before, now, own, "rate"), NA, "new", NULL))
  why <- if (other_base(now, before)) "other_base" else rates_differ(one, other)
  put_estimates(context, now, before, path, own, rate, figure_of(before, paste0(own, "/rate")), why,
                is_target(now, before, one$name), one$y[one$in_rate], other$y[other$in_rate],
                paste0(own, "/rate_statistics"))
}

is_target <- function(now, before, name) name %in% c(names(now$raw$weighting$targets), names(before$raw$weighting$targets))

compare_option <- function(context, now, before, one, other, code) {
  path <- paste0("/comparison/shares/", one$name, "|", code)
  own <- paste0("/questions/", one$name, "/options/", code)
  option <- Filter(function(option) option$code == code, one$raw$options)
  match <- Filter(function(option) option$code == code, other$raw$options)
  share <- figure_of(now, paste0(own, "/share"))
  share_before <- figure_of(before, paste0(own, "/share"))
  if (length(match) == 0) return(put_wave(path, alone(now, before, now, own, "share"), NA, "new", NULL))
  if (length(option) == 0) return(put_wave(path, NA, alone(now, before, before, own, "share"), "gone", NULL))
  why <- if (same(option[[1]]$label, match[[1]]$label)) NA else "other_options"
  if (!is.null(weighted_estimate(now, own)) && !is.null(weighted_estimate(before, own))) {
    return(put_estimates(context, now, before, path, own, share, share_before, why, is_target(now, before, one$name)))
  }
  put_wave(path, share, share_before, why,
           newcombe_of(context, sum(one$chosen[, code]), sum(one$base), sum(other$chosen[, code]), sum(other$base)))
}

compare_shares <- function(context, now, before, one) {
  other <- before$questions[[one$name]]
  if (length(one$raw$options) == 0 && length(other$raw$options) == 0) return()
  path <- paste0("/comparison/shares/", one$name, "|")
  if (is.null(other)) return(put_wave(path, NA, NA, "new", NULL))
  if (one$type != other$type) return(put_wave(path, NA, NA, "other_type", NULL))
  if (other_base(now, before)) return(put_wave(path, NA, NA, "other_base", NULL))
  for (code in union(colnames(one$chosen), colnames(other$chosen))) {
    compare_option(context, now, before, one, other, code)
  }
}

put_gone <- function(now, before) {
  for (measure in before$raw$measures) {
    if (!is.null(named(now$raw$measures, measure$name))) next
    path <- paste0("/comparison/measures/", measure$name)
    put(path, list(measure = measure$name))
    put_wave(path, NA, alone(now, before, before, paste0("/measures/", measure$name), "rate"), "gone", NULL)
  }
  for (one in before$questions[setdiff(names(before$questions), names(now$questions))]) {
    if (one$scored) {
      put_wave(paste0("/comparison/rates/", one$name), NA,
               alone(now, before, before, paste0("/questions/", one$name), "rate"), "gone", NULL)
    }
    if (length(one$raw$options) > 0) put_wave(paste0("/comparison/shares/", one$name, "|"), NA, NA, "gone", NULL)
  }
}

# The responses behind both figures, unweighted; none where there are none.
put_wave_bases <- function(now, before, path, own, keys) {
  base <- function(wave) {
    found <- unlist(lapply(keys, function(key) figure_of(wave, paste0(own, "/", key))))
    found <- found[!is.na(found)]
    if (length(found) == 0 || found[1] == 0) NA else found[1]
  }
  put(path, list(current_base = base(now), previous_base = base(before)))
}

codes_of <- function(one) vapply(one$raw$options, function(option) as.character(option$code), "")

put_all_wave_bases <- function(now, before) {
  for (name in unique(c(sapply(now$raw$measures, `[[`, "name"), sapply(before$raw$measures, `[[`, "name")))) {
    put_wave_bases(now, before, paste0("/comparison/measures/", name), paste0("/measures/", name), "base")
  }
  nobody <- list(known = new.env())
  for (name in union(names(now$questions), names(before$questions))) {
    one <- now$questions[[name]]
    other <- before$questions[[name]]
    own <- paste0("/questions/", name)
    path <- paste0("/comparison/shares/", name, "|")
    if (isTRUE(one$scored) || isTRUE(other$scored)) {
      put_wave_bases(now, before, paste0("/comparison/rates/", name), own, "rate_base")
    }
    comparable <- !is.null(one) && !is.null(other) && one$type == other$type && !other_base(now, before)
    if (!comparable && length(one$raw$options) + length(other$raw$options) > 0) {
      put_wave_bases(nobody, nobody, path, own, "base")
    }
    for (code in if (comparable) union(codes_of(one), codes_of(other))) {
      put_wave_bases(if (code %in% codes_of(one)) now else nobody, if (code %in% codes_of(other)) before else nobody,
                paste0(path, code), own, "base")
    }
  }
}

put_comparison <- function(context, now, before) {
  put("/comparison", list(level = context$level))
  put("/comparison/previous", list(valid = before$effective))
  for (measure in now$raw$measures) compare_measure(context, now, before, measure)
  for (one in now$questions) {
    compare_rate(context, now, before, one)
    compare_shares(context, now, before, one)
  }
  put_gone(now, before)
  put_all_wave_bases(now, before)
}
