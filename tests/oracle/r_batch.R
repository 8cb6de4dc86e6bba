# Computes every figure of many surveys from their raw answers, with R's own functions and its package survey.
#
#   Rscript r_batch.R FOLDER
#
# Each folder in FOLDER holds survey.json (the definition) and answers.csv; written is FOLDER/figures.tsv: set, path
# and value of every figure, numbers with 17 digits. Paths are those of results.json, lists by their names. A folder
# "before" in one of these is the earlier survey: a set of its own, and what the other one is compared with.

suppressPackageStartupMessages({
  library(jsonlite)
  library(survey)
})

NOT_ASKED <- "(跳过)"
NOISE <- 1e-8 # a standard error of a rate below this is the square root of what rounding left of 0
FISHER_CELLS <- 16
FISHER_ANSWERS <- 110
CUT <- 1e-12 # a weight above the ceiling by less than this part is at it
MOST_CUTS <- 100
TIE <- 1e-12 # of an item that is at the mean

# ---- what is written ----

out <- new.env()

shown <- function(value) {
  if (length(value) == 0 || is.na(value[1])) return("null")
  if (is.logical(value)) return(if (value) "true" else "false")
  if (is.character(value)) return(paste(value, collapse = ","))
  sprintf("%.17g", value)
}

# `values` is a list; NA is null. What was put is known afterwards: the comparison is made of it.
put <- function(path, values) {
  for (key in names(values)) assign(paste0(path, "/", key), values[[key]], envir = out$known)
  writeLines(paste0(out$set, "\t", path, "/", names(values), "\t", vapply(values, shown, "")), out$file)
}

# ---- answers ----

percent <- function(text) as.numeric(sub("%", "", text)) / 100

split_codes <- function(cells) strsplit(cells, "┋", fixed = TRUE)

# Who chose what: a matrix of responses by options.
choices_of <- function(question, cells) {
  codes <- vapply(question$options, function(option) option$code, "")
  chosen <- if (question$type == "single") outer(cells, codes, "==") else
    t(vapply(split_codes(cells), function(own) codes %in% own, logical(length(codes))))
  matrix(chosen, nrow = length(cells), ncol = length(codes), dimnames = list(NULL, codes))
}

score_of <- function(option) if (is.null(option$score)) NA_real_ else as.numeric(option$score)

# Everything about a question, response by response.
question_of <- function(raw, question, cells) {
  asked <- cells != NOT_ASKED
  answered <- asked & cells != ""
  found <- list(raw = question, name = question$name, type = question$type, cells = cells, asked = asked,
                answered = answered, base = if (raw$base == "answered") answered else asked,
                scored = FALSE, chosen = NULL)
  if (length(question$options) > 0) {
    found$chosen <- choices_of(question, cells)
    found$scores <- vapply(question$options, score_of, 0)
    found$scored <- any(!is.na(found$scores))
  }
  if (found$scored) found <- with_scores(raw, found)
  found
}

# score: NA without a score. In the rate's base those with a score and, where base is valid, blanks, as 0.
with_scores <- function(raw, found) {
  known <- !is.na(found$scores)
  carries <- rowSums(found$chosen[, known, drop = FALSE]) > 0
  score <- drop(found$chosen[, known, drop = FALSE] %*% found$scores[known])
  found$has_score <- found$answered & carries
  found$score <- ifelse(found$has_score, score, NA)
  found$top <- max(found$scores, na.rm = TRUE)
  found$in_rate <- found$has_score | (raw$base == "valid" & found$asked & !found$answered)
  found$y <- ifelse(found$in_rate, ifelse(found$has_score, score, 0) / found$top, NA)
  found
}

effective_of <- function(raw, data) {
  keep <- rowSums(data[vapply(raw$questions, function(question) question$name, "")] != "") > 0
  for (name in unlist(raw$valid$required)) keep <- keep & data[[name]] != ""
  keep
}

# ---- means, shares ----

context_of <- function(raw) {
  level <- percent(raw$confidence)
  list(level = level, above = 1 - (1 - level) / 2, population = raw$population,
       margin = if (is.null(raw$sample_size)) NULL else percent(raw$sample_size),
       open = raw$open_answers, exact = identical(raw$intervals$shares, "clopper-pearson"))
}

cut_to <- function(value, cut) if (cut) min(max(value, 0), 1) else value

is_constant <- function(x) length(unique(x)) < 2

# Limits of a mean from its standard error; se NA: there are none.
limits_of <- function(context, n, mean, se, se_fpc, cut) {
  t <- if (is.na(se)) NA_real_ else qt(context$above, n - 1)
  df <- if (is.na(se)) NA_real_ else n - 1
  found <- list(sd = se * sqrt(n), se = se, df = df, t = t, lower = cut_to(mean - t * se, cut),
                upper = cut_to(mean + t * se, cut))
  if (!is.null(context$population)) {
    found$se_fpc <- se_fpc
    found$lower_fpc <- cut_to(mean - t * se_fpc, cut)
    found$upper_fpc <- cut_to(mean + t * se_fpc, cut)
  }
  found
}

# The standard error of a mean with the correction for a finite population, by the package.
fpc_error <- function(context, x) {
  if (is.null(context$population) || length(x) < 2) return(NA_real_)
  if (is_constant(x)) return(0)
  frame <- data.frame(x = x, people = context$population)
  design <- svydesign(ids = ~1, data = frame, fpc = ~people)
  drop(SE(svymean(~x, design)))
}

mean_of <- function(context, x, cut) {
  n <- length(x)
  se <- if (n < 2) NA_real_ else if (is_constant(x)) 0 else t.test(x)$stderr
  mean <- if (n == 0) NA_real_ else mean(x)
  c(list(n = n, mean = mean), limits_of(context, n, mean, se, fpc_error(context, x), cut))
}

wilson_of <- function(context, count, base) {
  if (base == 0) return(NULL)
  found <- suppressWarnings(prop.test(count, base, conf.level = context$level, correct = FALSE))$conf.int
  list(lower = if (count == 0) 0 else found[1], upper = if (count == base) 1 else found[2])
}

clopper_of <- function(context, count, base) {
  if (base == 0) return(NULL)
  found <- binom.test(count, base, conf.level = context$level)$conf.int
  beta <- c(qbeta(1 - context$above, count, base - count + 1), qbeta(context$above, count + 1, base - count))
  stopifnot(max(abs(found - beta)) < 1e-9)
  list(lower = if (count == 0) 0 else beta[1], upper = if (count == base) 1 else beta[2])
}

put_or_null <- function(path, key, values) {
  if (is.null(values)) put(path, setNames(list(NA), key)) else put(paste0(path, "/", key), values)
}

put_share_limits <- function(context, path, count, base) {
  put_or_null(path, "wilson", wilson_of(context, count, base))
  if (context$exact) put_or_null(path, "clopper_pearson", clopper_of(context, count, base))
}

ratio <- function(above, below) if (below == 0) NA_real_ else above / below

put_interval <- function(context, path, found) {
  if (!is.null(context$weights)) return() # the weighted one is printed
  if (is.na(found$se)) {
    put(path, list(interval = NA, no_interval = "small_base"))
    return()
  }
  corrected <- !is.null(context$population)
  put(paste0(path, "/interval"),
      list(level = context$level, lower = if (corrected) found$lower_fpc else found$lower,
           upper = if (corrected) found$upper_fpc else found$upper, method = if (corrected) "t-fpc" else "t"))
}

# ---- weights ----

# The designs of a weighted survey: raked (by the package's own calibration) and with the weights as constants.
# Responses without an answer to every target question keep the weight 1: their rows of the calibration are 0.
raked_designs <- function(raw, questions, count) {
  targets <- raw$weighting$targets
  has <- Reduce(`&`, lapply(names(targets), function(name) questions[[name]]$answered))
  columns <- list()
  totals <- c()
  for (place in seq_along(targets)) {
    goal <- vapply(targets[[place]], function(text) as.numeric(sub("%", "", text)), 0)
    goal <- goal / sum(goal) * sum(has)
    kept <- if (place == 1) seq_along(goal) else seq_along(goal)[-1]
    for (code in names(goal)[kept]) {
      columns[[paste0("x", length(columns) + 1)]] <- (has & questions[[names(targets)[place]]]$cells == code) + 0
    }
    totals <- c(totals, unname(goal[kept]))
  }
  frame <- data.frame(columns)
  rake <- function(start) {
    calibrate(svydesign(ids = ~1, weights = start, data = frame), reformulate(names(frame), intercept = FALSE),
              population = setNames(totals, names(frame)), calfun = "raking", epsilon = 1e-12, maxit = 500)
  }
  raked <- rake(rep(1, count))
  found <- list(weight = unname(weights(raked)), raked = raked, has = has, margins_hold = TRUE, cut = rep(FALSE, count))
  if (is.null(raw$weighting$trim)) found else
    trimmed_design(found, as.numeric(raw$weighting$trim), as.matrix(frame), totals, rake)
}

# Cuts the weights above `most`, and rakes again, as long as there are some. What is raked then has no design of the
# package's own, since each rake of it begins with other weights: `residuals_by` are what to take residuals of.
trimmed_design <- function(found, most, dummies, totals, rake) {
  above <- function() found$has & found$weight > most * (1 + CUT)
  cut <- function() {
    found$cut <<- found$cut | above()
    found$weight[above()] <<- most
  }
  for (round in seq_len(MOST_CUTS)) {
    if (!any(above())) break
    cut()
    found$weight <- unname(weights(rake(found$weight)))
  }
  while (any(above())) {
    found$margins_hold <- FALSE
    cut()
    below <- found$has & found$weight < most
    found$weight[below] <- found$weight[below] * (1 - sum(found$weight[found$has & !below]) / sum(found$has)) *
      sum(found$has) / sum(found$weight[below])
  }
  if (any(found$cut)) found$raked <- NULL
  if (any(found$cut)) found$residuals_by <- dummies
  found
}

weights_of <- function(raw, questions, data) {
  if (is.null(raw$weighting)) return(NULL)
  found <- if (is.null(raw$weighting$column)) raked_designs(raw, questions, nrow(data)) else {
    given <- as.numeric(data[[raw$weighting$column]])
    list(weight = given / mean(given), sum = sum(given))
  }
  found$fixed <- svydesign(ids = ~1, weights = found$weight, data = data.frame(one = rep(1, nrow(data))))
  found
}

# Of margins that do not hold.
put_worst_margin <- function(context, goals, w, has) {
  errors <- lapply(names(goals), function(name) vapply(names(goals[[name]]), function(code) {
    reached <- sum(w[has & context$target_cells[[name]] == code]) / sum(has)
    abs(reached * sum(goals[[name]]) / goals[[name]][[code]] - 1)
  }, 0))
  put("/weighting/worst_margin", list(error = max(unlist(errors))))
}

put_weighting <- function(raw, context) {
  found <- context$weights
  w <- found$weight
  if (is.null(raw$weighting$column)) {
    targets <- raw$weighting$targets
    share <- any(grepl("%", unlist(targets), fixed = TRUE))
    goals <- lapply(targets, function(goal)
      vapply(goal, function(text) as.numeric(sub("%", "", text)) / (if (share) 100 else 1), 0))
    for (name in names(goals)) put(paste0("/weighting/targets/", name), as.list(goals[[name]]))
    put("/weighting", list(total = sum(goals[[1]]), without_target = sum(!found$has), margins_hold = found$margins_hold,
                           weight_min = min(w), weight_max = max(w), trimmed = sum(found$cut),
                           trim = if (is.null(raw$weighting$trim)) NA else as.numeric(raw$weighting$trim)))
    if (!found$margins_hold) put_worst_margin(context, goals, w, found$has)
    cells <- apply(context$target_cells[found$has, , drop = FALSE], 1, paste, collapse = "|")
    for (cell in unique(cells)) {
      put(paste0("/weighting/cells/", cell), list(n = sum(cells == cell), weight = mean(w[found$has][cells == cell])))
    }
  } else {
    put("/weighting", list(sum = found$sum))
  }
  put("/weighting", list(method = if (is.null(raw$weighting$column)) "raking" else "column",
                         kish_n_eff = sum(w)^2 / sum(w^2), kish_deff = length(w) * sum(w^2) / sum(w)^2))
}

# Totals of some columns with raked or fixed weights; NULL without raked ones.
totals_by <- function(weights, kind, columns) {
  columns <- as.matrix(columns)
  if (kind == "fixed") return(svytotal(columns, weights$fixed))
  if (!is.null(weights$raked)) return(svytotal(columns, weights$raked))
  if (is.null(weights$residuals_by)) return(NULL)
  found <- svytotal(columns, weights$fixed)
  residuals <- as.matrix(lm.fit(weights$residuals_by, columns)$residuals)
  colnames(residuals) <- colnames(columns)
  attr(found, "var") <- vcov(svytotal(residuals, weights$fixed))
  found
}

# Standard errors of these totals; NA where there are none.
errors_of <- function(weights, kind, residuals) {
  found <- totals_by(weights, kind, residuals)
  if (is.null(found)) return(rep(NA_real_, ncol(residuals)))
  errors <- sqrt(pmax(0, unname(diag(as.matrix(vcov(found))))))
  ifelse(errors < NOISE * sqrt(colSums(residuals^2) + 1e-300), 0, errors)
}

# Everything behind value, base, weighted_base.
weighted_limits <- function(context, value, base, raked, fixed, cut) {
  t <- qt(context$above, base - 1)
  se <- if (is.na(raked)) fixed else raked
  found <- list(df = base - 1, se_raked = raked, se_fixed = fixed, lower = cut_to(value - t * se, cut),
                upper = cut_to(value + t * se, cut))
  if (!is.null(context$population)) {
    left <- sqrt(1 - length(context$weights$weight) / context$population)
    found <- c(found, list(se_raked_fpc = raked * left, se_fixed_fpc = fixed * left,
                           lower_fpc = cut_to(value - t * se * left, cut),
                           upper_fpc = cut_to(value + t * se * left, cut)))
  }
  found
}

# A weighted mean of x over those in `group` is told later, with all others of the survey at once.
# `printed`: it has a fraction as printed; `counted`: it is a share; `interval`: reports print its interval.
# `own`: where it stands; `closed`: why it has no error although there are enough responses.
weigh <- function(context, path, x, group, printed, counted = FALSE, cut = TRUE, interval = FALSE,
                  own = paste0(path, "/weighted"), closed = NULL) {
  if (is.null(context$weights)) return()
  w <- context$weights$weight
  x[!group] <- 0
  base <- sum(w[group])
  value <- if (base > 0) sum(w * x) / base else NA_real_
  residual <- if (base > 0) (x - value * group) / base else rep(0, length(w))
  out$pending[[length(out$pending) + 1]] <- list(
    path = path, own = own, closed = closed, value = value, base = sum(group), weighted_base = base, residual = residual, cut = cut,
    printed = printed, counted = if (counted) sum(w * x), interval = interval)
}

put_weighted <- function(context, one, raked, fixed) {
  enough <- !is.na(one$value) && one$base >= 2
  there <- enough && is.null(one$closed)
  why <- if (is.null(one$closed) || is.na(one$value)) "small_base" else one$closed
  found <- if (there) weighted_limits(context, one$value, one$base, raked, fixed, one$cut) else
    list(df = NA, se_raked = NA, se_fixed = NA, lower = NA, upper = NA, no_interval = why)
  put(one$own, c(
    list(value = one$value, base = one$base, weighted_base = one$weighted_base),
    if (one$printed && !is.na(one$value)) list(fraction = one$value),
    if (!is.null(one$counted)) list(weighted_count = if (one$weighted_base > 0) one$counted else 0), found))
  if (one$interval) put_weighted_interval(context, one$path, there, found)
}

put_weighted_interval <- function(context, path, there, found) {
  if (!there) return(put(path, list(interval = NA, no_interval = "small_base")))
  corrected <- !is.null(context$population)
  method <- paste0(if (is.na(found$se_raked)) "t-weighted" else "t-raked", if (corrected) "-fpc")
  put(paste0(path, "/interval"),
      list(level = context$level, lower = if (corrected) found$lower_fpc else found$lower,
           upper = if (corrected) found$upper_fpc else found$upper, method = method))
}

put_pending <- function(context) {
  if (is.null(context$weights) || length(out$pending) == 0) return()
  residuals <- do.call(cbind, lapply(out$pending, function(one) one$residual))
  raked <- errors_of(context$weights, "raked", residuals)
  fixed <- errors_of(context$weights, "fixed", residuals)
  for (place in seq_along(out$pending)) put_weighted(context, out$pending[[place]], raked[place], fixed[place])
}

# A composite: its error is svycontrast's own linearisation of the weighted totals.
weigh_composite <- function(context, path, kind, items, weights, there, cut) {
  if (is.null(context$weights)) return()
  w <- context$weights$weight
  members <- do.call(cbind, lapply(items, function(one) one$in_rate))
  parts <- do.call(cbind, lapply(items, function(one) ifelse(one$in_rate, one$y, 0)))
  tops <- vapply(items, function(one) one$top, 0)
  totals <- data.frame(parts, members + 0)
  names(totals) <- c(paste0("a", seq_along(items)), paste0("b", seq_along(items)))
  expression <- contrast_of(kind, weights, tops)
  exists <- if (kind == "pooled_of") sum(w * members) > 0 else all(colSums(w * members) > 0)
  value <- if (exists) eval(expression, as.list(colSums(w * totals))) else NA_real_
  error <- function(kind) {
    found <- if (there && exists) totals_by(context$weights, kind, totals)
    if (is.null(found)) NA_real_ else without_noise(svycontrast(found, list(rate = expression)))
  }
  taking <- rowSums(members) > 0
  one <- list(path = path, value = if (there || exists) value else NA_real_, base = if (there) sum(taking) else 0,
              weighted_base = sum(w[taking]), cut = cut, printed = TRUE, interval = TRUE)
  put_composite_weighted(context, one, sum(taking), error("raked"), error("fixed"))
}

# Where the unweighted composite has no interval the weighted one has none either.
put_composite_weighted <- function(context, one, base, raked, fixed) {
  there <- one$base >= 2 && !is.na(one$value)
  found <- if (there) weighted_limits(context, one$value, base, raked, fixed, one$cut) else
    list(df = NA, se_raked = NA, se_fixed = NA, lower = NA, upper = NA, no_interval = "small_base")
  put(paste0(one$path, "/weighted"), c(list(value = one$value, base = base, weighted_base = one$weighted_base),
                                       if (!is.na(one$value)) list(fraction = one$value), found))
  put_weighted_interval(context, one$path, there, found)
}

# ---- how many answers ----

# Rounded up; a hair above a whole number is that number.
whole <- function(x) ceiling(x - 1e-9 * x)

size_of <- function(context, n0, lost) {
  found <- list(n0 = n0, n = whole(n0))
  if (!is.null(context$population)) {
    corrected <- n0 / (1 + (n0 - lost) / context$population)
    found <- c(found, list(n0_fpc = corrected, n_fpc = whole(corrected)))
  }
  found
}

put_sample_size <- function(context, path, sd) {
  if (is.null(context$margin)) return()
  known <- !is.na(sd) && sd > 0
  put_or_null(path, "sample_size",
              if (known) size_of(context, (qnorm(context$above) * sd / context$margin)^2, 0))
}

put_top_sample_size <- function(context) {
  if (is.null(context$margin)) return(put("", list(sample_size = NA)))
  put("/sample_size", c(size_of(context, (qnorm(context$above) * 0.5 / context$margin)^2, 1),
                        list(margin = context$margin, level = context$level)))
}

# ---- questions ----

put_options <- function(context, path, one) {
  m <- if (one$scored) sum(one$in_rate) else 0
  for (place in seq_along(one$raw$options)) {
    own <- paste0(path, "/options/", colnames(one$chosen)[place])
    count <- sum(one$chosen[, place])
    score <- one$scores[place]
    put(own, list(score = score, count = count, share = ratio(count, sum(one$base)),
                  contribution = if (is.na(score)) NA else ratio(score * count, m * one$top)))
    put_share_limits(context, own, count, sum(one$base))
    weigh(context, own, one$chosen[, place] + 0, one$base, TRUE, counted = TRUE)
  }
}

put_box <- function(context, path, one, best) {
  inside <- inside_box(one, best)
  count <- sum(one$chosen[, inside])
  put(path, list(codes = colnames(one$chosen)[inside], count = count, base = sum(one$in_rate),
                 share = ratio(count, sum(one$in_rate))))
  put_share_limits(context, path, count, sum(one$in_rate))
  weigh(context, path, rowSums(one$chosen[, inside, drop = FALSE]), one$in_rate, TRUE, counted = TRUE)
  ratio(count, sum(one$in_rate))
}

put_scored <- function(context, path, one) {
  single <- one$type == "single"
  rate <- mean_of(context, one$y[one$in_rate], single)
  put(paste0(path, "/rate_statistics"), rate)
  put(paste0(path, "/mean_statistics"), mean_of(context, one$score[one$has_score], FALSE))
  put(path, list(rate = rate$mean))
  put_interval(context, path, rate)
  weigh(context, path, ifelse(one$in_rate, one$y, 0), one$in_rate, TRUE, cut = single, interval = TRUE)
  weigh(context, paste0(path, "/mean_statistics"), ifelse(one$has_score, one$score, 0), one$has_score, FALSE, cut = FALSE)
  put_sample_size(context, path, rate$sd)
  if (single) {
    top <- put_box(context, paste0(path, "/top2"), one, TRUE)
    bottom <- put_box(context, paste0(path, "/bottom2"), one, FALSE)
    put(path, list(net = top - bottom))
  }
}

quantity_of <- function(context, x) {
  quartiles <- if (length(x) == 0) rep(NA_real_, 5) else quantile(x, 0:4 / 4, type = 7, names = FALSE)
  c(mean_of(context, x, FALSE), setNames(as.list(quartiles), c("min", "q1_type7", "median", "q3_type7", "max")))
}

put_quantity <- function(context, path, one) {
  x <- as.numeric(one$cells[one$answered])
  put(paste0(path, "/quantity"), quantity_of(context, x))
  all <- as.numeric(ifelse(one$answered, one$cells, 0))
  weigh(context, paste0(path, "/quantity"), all, one$answered, FALSE, cut = FALSE)
  if (is.null(one$raw$max)) return()
  weigh(context, paste0(path, "/nps"), (all >= 9) - (all <= 6), one$answered, FALSE, cut = FALSE)
  net <- mean_of(context, (x >= 9) - (x <= 6), FALSE)
  put(paste0(path, "/nps"), c(list(n = length(x), promoters = sum(x >= 9), passives = sum(x > 6 & x < 9),
                                   detractors = sum(x <= 6), nps = net$mean), net[-(1:2)]))
}

put_themes <- function(context, path, one) {
  texts <- one$cells[one$answered]
  coded <- rep(FALSE, length(texts))
  for (theme in one$raw$themes) {
    rest <- if (is.null(theme$not)) texts else gsub(theme$not, "", texts)
    fits <- grepl(theme$pattern, rest)
    coded <- coded | fits
    own <- paste0(path, "/themes/", theme$label)
    put(own, list(count = sum(fits), share = ratio(sum(fits), length(texts)),
                  share_of_base = ratio(sum(fits), sum(one$base))))
    put_share_limits(context, own, sum(fits), length(texts))
  }
  if (length(one$raw$themes) > 0) {
    put(paste0(path, "/uncoded"), list(count = sum(!coded), share = ratio(sum(!coded), length(texts))))
  }
  if (!is.null(context$open)) put_open_answers(context$open, path, texts[!coded])
}

# The sequences of 2 to 4 汉字 of one answer, each once.
sequences_of <- function(text) {
  rows <- strsplit(text, "[^\u4e00-\u9fff]+")[[1]]
  unique(unlist(lapply(rows, function(row) lapply(2:4, function(n) {
    if (nchar(row) >= n) substring(row, 1:(nchar(row) - n + 1), n:nchar(row))
  }))))
}

# What is often written in the answers that no theme fits.
put_open_answers <- function(wanted, path, texts) {
  counts <- c(table(as.character(unlist(lapply(texts, sequences_of)))))
  counts <- counts[counts >= wanted$least]
  within <- function(place) {
    longer <- grepl(names(counts)[place], names(counts), fixed = TRUE)
    any(longer & counts == counts[place] & seq_along(counts) != place)
  }
  counts <- counts[!vapply(seq_along(counts), within, NA)]
  words <- as.character(names(counts))
  places <- order(-counts, -nchar(words), words, method = "radix")
  path <- paste0(path, "/open_answers")
  put(path, list(count = length(texts), listed = min(length(texts), wanted$list), missed = 0))
  for (place in seq_along(head(places, wanted$phrases))) {
    found <- places[place]
    put(paste0(path, "/phrases/", place - 1), list(text = words[found], count = counts[[found]],
                                                   share = counts[[found]] / length(texts)))
  }
}

put_question <- function(context, one) {
  path <- paste0("/questions/", one$name)
  put(path, list(base = sum(one$base), answered = sum(one$answered), not_asked = sum(!one$asked),
                 rate_base = if (one$scored) sum(one$in_rate) else NA))
  if (!is.null(one$chosen)) put_options(context, path, one)
  if (one$type == "quantity") put_quantity(context, path, one)
  if (one$type == "text") put_themes(context, path, one)
  if (one$scored) put_scored(context, path, one) else put(path, list(rate = NA, interval = NA))
}

# ---- measures ----

# The rate as an expression of totals a1, a2, … and b1, b2, …, whose error is svycontrast's own linearisation.
contrast_of <- function(kind, weights, tops) {
  places <- seq_along(weights)
  text <- if (kind == "pooled_of") {
    paste0("(", paste0(tops, "*a", places, collapse = "+"), ")/(", paste0(tops, "*b", places, collapse = "+"), ")")
  } else {
    paste0("(", paste0(weights, "*a", places, "/b", places, collapse = "+"), ")/", sum(weights))
  }
  str2lang(text)
}

# Totals of parts of the best score (a) and of membership in the base (b), over those in a base at all.
totals_of <- function(context, items, corrected) {
  members <- do.call(cbind, lapply(items, function(one) one$in_rate))
  parts <- do.call(cbind, lapply(items, function(one) ifelse(one$in_rate, one$y, 0)))
  taking <- rowSums(members) > 0
  frame <- data.frame(parts, members + 0)[taking, , drop = FALSE]
  names(frame) <- c(paste0("a", seq_along(items)), paste0("b", seq_along(items)))
  frame$people <- if (corrected) context$population else Inf
  design <- svydesign(ids = ~1, data = frame, fpc = if (corrected) ~people, weights = ~rep(1, nrow(frame)))
  svytotal(reformulate(setdiff(names(frame), "people")), design)
}

# The standard error of a rate; where rounding left a variance of a hair above or below 0, it is 0.
without_noise <- function(estimate) {
  variance <- drop(vcov(estimate))
  if (variance < NOISE^2) 0 else sqrt(variance)
}

measure_error <- function(context, kind, items, weights, corrected) {
  if (corrected && is.null(context$population)) return(NA_real_)
  expression <- contrast_of(kind, weights, vapply(items, function(one) one$top, 0))
  without_noise(svycontrast(totals_of(context, items, corrected), list(rate = expression)))
}

rate_of <- function(kind, items, weights) {
  bases <- vapply(items, function(one) sum(one$in_rate), 0)
  sums <- vapply(items, function(one) sum(one$y, na.rm = TRUE), 0)
  tops <- vapply(items, function(one) one$top, 0)
  if (kind == "pooled_of") return(ratio(sum(sums * tops), sum(bases * tops)))
  if (any(bases == 0)) return(NA_real_)
  sum(weights * sums / bases) / sum(weights)
}

put_composite <- function(context, path, kind, items, weights) {
  bases <- vapply(items, function(one) sum(one$in_rate), 0)
  n <- sum(rowSums(do.call(cbind, lapply(items, function(one) one$in_rate))) > 0)
  rate <- rate_of(kind, items, weights)
  there <- n >= 2 && (kind == "pooled_of" || min(bases) >= 2)
  errors <- c(NA_real_, NA_real_)
  if (there) errors <- c(measure_error(context, kind, items, weights, FALSE),
                         measure_error(context, kind, items, weights, TRUE))
  several <- any(vapply(items, function(one) one$type == "multiple", NA))
  found <- limits_of(context, n, rate, errors[1], errors[2], !several)
  put(path, c(list(base = n, rate = rate, n = n), found))
  put_interval(context, path, found)
  weigh_composite(context, path, kind, items, weights, there, !several)
  put_sample_size(context, path, found$sd)
}

put_share_measure <- function(context, path, one, codes) {
  count <- sum(rowSums(one$chosen[, codes, drop = FALSE]) > 0)
  base <- sum(one$base)
  put(path, list(base = base, rate = ratio(count, base)))
  put_share_limits(context, path, count, base)
  if (!is.null(context$weights)) {
    any <- rowSums(one$chosen[, codes, drop = FALSE]) > 0
    return(weigh(context, path, any + 0, one$base, TRUE, counted = TRUE, interval = TRUE))
  }
  limits <- if (context$exact) clopper_of(context, count, base) else wilson_of(context, count, base)
  if (is.null(limits)) return(put(path, list(interval = NA, no_interval = "small_base")))
  put(paste0(path, "/interval"), c(list(level = context$level), limits,
                                   list(method = if (context$exact) "clopper-pearson" else "wilson")))
}

put_measure <- function(context, questions, measure) {
  path <- paste0("/measures/", measure$name)
  if (!is.null(measure$share_of)) {
    one <- questions[[measure$share_of$question]]
    return(put_share_measure(context, path, one, unlist(measure$share_of$codes)))
  }
  kind <- if (is.null(measure$pooled_of)) "mean_of" else "pooled_of"
  items <- questions[unlist(measure[[kind]])]
  weights <- if (is.null(measure$weights)) rep(1, length(items)) else as.numeric(unlist(measure$weights))
  put_composite(context, path, kind, items, weights)
}

# ---- cross tables ----

# Who stands in which column: a matrix; nested questions combined, the last running fastest.
columns_of <- function(by) {
  found <- by[[1]]$chosen
  for (one in by[-1]) {
    codes <- as.vector(t(outer(colnames(found), colnames(one$chosen), paste, sep = "×")))
    found <- do.call(cbind, lapply(seq_len(ncol(found)), function(place) found[, place] & one$chosen))
    colnames(found) <- codes
  }
  found
}

# Adjusted over all pairs of columns that have a base.
adjusted <- function(found, in_family) {
  tested <- !is.na(found$p)
  found$p_bonferroni <- found$p_holm <- rep(NA_real_, length(tested))
  found$p_bonferroni[tested] <- p.adjust(found$p[tested], "bonferroni", sum(in_family))
  found$p_holm[tested] <- p.adjust(found$p[tested], "holm", sum(in_family))
  found
}

# Every pair of columns: a matrix of two rows.
pairs_of <- function(columns) if (ncol(columns) < 2) matrix(0L, 2, 0) else combn(ncol(columns), 2)

# Vectors with an element per pair; those named in `where_there` are left out where they are NA.
put_pairs <- function(path, columns, found, where_there = "why") {
  pairs <- pairs_of(columns)
  names <- paste0(path, "/", colnames(columns)[pairs[1, ]], "~", colnames(columns)[pairs[2, ]], "/")
  for (key in names(found)) {
    value <- found[[key]]
    text <- if (is.numeric(value)) sprintf("%.17g", value) else tolower(as.character(value))
    text[is.na(value)] <- "null"
    kept <- if (key %in% where_there) !is.na(value) else rep(TRUE, length(value))
    if (any(kept)) writeLines(paste0(out$set, "\t", names[kept], key, "\t", text[kept]), out$file)
  }
}

put_z_tests <- function(path, chosen, columns, shares) {
  pairs <- pairs_of(columns)
  if (ncol(pairs) == 0) return()
  n1 <- colSums(columns)[pairs[1, ]]
  n2 <- colSums(columns)[pairs[2, ]]
  c1 <- colSums(columns & chosen)[pairs[1, ]]
  c2 <- colSums(columns & chosen)[pairs[2, ]]
  n12 <- crossprod(columns)[t(pairs)]
  pooled <- (c1 + c2) / (n1 + n2)
  why <- ifelse(n1 == 0 | n2 == 0, "empty_column", ifelse(
    c1 + c2 == 0 | c1 + c2 == n1 + n2, "no_spread", ifelse(n12 == n1 & n12 == n2, "same_responses", NA)))
  z <- (c1 / n1 - c2 / n2) / sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2 - 2 * n12 / (n1 * n2)))
  z[!is.na(why)] <- NA
  p <- 2 * pnorm(-abs(z))
  for (pair in which(is.na(why) & n12 == 0)) {
    counts <- c(c1[pair], c2[pair])
    p[pair] <- suppressWarnings(prop.test(counts, c(n1[pair], n2[pair]), correct = FALSE))$p.value
  }
  extreme <- c1 == 0 | c2 == 0 | c1 == n1 | c2 == n2
  extreme[!is.na(why)] <- NA
  found <- list(diff = c1 / n1 - c2 / n2, z = z, p = p, why = why, zero_or_hundred = extreme)
  if (shares) found$n12 <- n12
  put_pairs(paste0(path, "/z_tests"), columns, adjusted(found, n1 > 0 & n2 > 0), c("why", "zero_or_hundred"))
}

welch_reason <- function(x, y, shares) {
  if (shares) return("several_answers")
  if (length(x) < 2 || length(y) < 2) return("few_answers")
  if (is_constant(x) && is_constant(y)) return("no_spread")
  NA_character_
}

welch_tests <- function(scores, pairs, shares) {
  found <- list(diff = c(), t = c(), df = c(), p = c(), why = c())
  for (place in seq_len(ncol(pairs))) {
    x <- scores[[pairs[1, place]]]
    y <- scores[[pairs[2, place]]]
    why <- welch_reason(x, y, shares)
    test <- if (is.na(why)) t.test(x, y, var.equal = FALSE) else
      list(statistic = NA_real_, parameter = NA_real_, p.value = NA_real_)
    found$diff[place] <- if (is.na(why) || why == "no_spread") mean(x) - mean(y) else NA_real_
    found$t[place] <- test$statistic
    found$df[place] <- test$parameter
    found$p[place] <- test$p.value
    found$why[place] <- why
  }
  found
}

put_mean_tests <- function(path, row, columns, shares) {
  scores <- lapply(seq_len(ncol(columns)), function(place) row$score[columns[, place] & row$has_score])
  for (place in seq_along(scores)) {
    x <- scores[[place]]
    put(paste0(path, "/means/", place - 1),
        list(n = length(x), mean = if (length(x) == 0) NA_real_ else mean(x),
             sd = if (length(x) < 2) NA_real_ else if (is_constant(x)) 0 else sd(x)))
  }
  pairs <- pairs_of(columns)
  if (ncol(pairs) == 0) return()
  n <- lengths(scores)
  found <- adjusted(welch_tests(scores, pairs, shares), n[pairs[1, ]] > 0 & n[pairs[2, ]] > 0)
  put_pairs(paste0(path, "/mean_tests"), columns, found)
}

put_independence <- function(path, row, by, columns) {
  several <- row$type == "multiple" || any(vapply(by, function(one) one$type == "multiple", NA))
  if (several || length(by) > 1) {
    return(put(path, list(independence = NA,
                          no_independence = if (several) "several_answers" else "nested_columns")))
  }
  cells <- t(row$chosen) %*% columns
  cells <- cells[rowSums(cells) > 0, colSums(cells) > 0, drop = FALSE]
  n <- sum(cells)
  path <- paste0(path, "/independence")
  if (nrow(cells) < 2 || ncol(cells) < 2) {
    return(put(path, list(n = n, df = NA, chi_square = NA, p = NA, min_expected = NA, cramers_v = NA,
                          fisher_p = NA, why = "few_categories")))
  }
  test <- suppressWarnings(chisq.test(cells, correct = FALSE))
  small <- min(test$expected) < 5
  exact <- small && length(cells) <= FISHER_CELLS && n <= FISHER_ANSWERS
  fisher <- if (exact) fisher.test(cells, workspace = 2e7)$p.value else NA_real_
  put(path, c(list(n = n, df = unname(test$parameter), chi_square = unname(test$statistic), p = test$p.value,
                   min_expected = min(test$expected),
                   cramers_v = sqrt(unname(test$statistic) / (n * (min(dim(cells)) - 1))), fisher_p = fisher),
              if (small && !exact) list(note = "expected_below_5")))
}

inside_box <- function(one, best) {
  distinct <- sort(unique(one$scores), decreasing = best)
  !is.na(one$scores) & one$scores %in% head(distinct, 2)
}

counts_ticks <- function(table) identical(table$count, "responses")

# The divisor of shares: respondents, or their ticks.
base_of <- function(table, row, group) {
  if (counts_ticks(table) && row$type != "quantity") sum(row$chosen[group & row$base, ]) else sum(group & row$base)
}

# Why those in a column have no shares.
why_no_shares <- function(table, row, group) {
  if (base_of(table, row, group) > 0) return(NULL)
  if (any(group & row$asked & !row$answered) || any(group & row$base)) return("no_answer")
  if (any(group & !row$asked)) "not_asked" else "empty_column"
}

# Why they have no score, or no spread of scores.
why_no_score <- function(table, row, group, summary, value) {
  if (!is.na(value)) return(NULL)
  closed <- why_no_shares(table, row, group)
  if (!is.null(closed)) return(closed)
  if (sum(group & row$has_score) == 1) return("few_answers")
  if (any(group & row$base & row$answered)) "no_score" else "no_answer"
}

put_reasons <- function(path, reasons) {
  reasons <- Filter(Negate(is.null), reasons)
  if (length(reasons) > 0) put(paste0(path, "/why"), reasons)
}

put_bases <- function(table, path, row, group) {
  why <- why_no_shares(table, row, group)
  if (!is.null(why)) put(path, list(why = why))
  put(path, c(list(base = base_of(table, row, group), respondents = sum(group & row$base),
                   no_answer = sum(group & row$asked & !row$answered), not_asked = sum(group & !row$asked)),
              if (row$scored) list(rate_base = sum(group & row$in_rate))))
}

# The same, weighted: means over those in the base, of what an option counts.
weigh_summaries <- function(context, path, row, group, wanted) {
  rated <- group & row$in_rate
  box <- function(best) as.numeric(apply(row$chosen[, inside_box(row, best), drop = FALSE], 1, any))
  several <- if (row$type == "multiple") "too_many_items"
  at <- function(name) paste0(path, "/weighted/", name)
  told <- function(name, x, base, ...) if (name %in% wanted) weigh(context, path, x, base, own = at(name), ...)
  told("rate", ifelse(rated, row$y, 0), rated, TRUE, cut = is.null(several), closed = several)
  if (!is.null(several)) return()
  told("mean", ifelse(row$has_score, row$score, 0), group & row$has_score, FALSE, cut = FALSE)
  told("top2", box(TRUE), rated, TRUE)
  told("bottom2", box(FALSE), rated, TRUE)
  told("net", box(TRUE) - box(FALSE), rated, TRUE, cut = FALSE)
}

put_summaries <- function(context, table, path, row, group) {
  m <- sum(group & row$in_rate)
  box <- function(best) ratio(sum(row$chosen[group, inside_box(row, best)]), m)
  scores <- row$score[group & row$has_score]
  of <- list(rate = function() ratio(sum(row$y[group & row$in_rate]), m), top2 = function() box(TRUE),
             bottom2 = function() box(FALSE), net = function() box(TRUE) - box(FALSE),
             mean = function() if (length(scores) == 0) NA_real_ else mean(scores),
             sd = function() if (length(scores) < 2) NA_real_ else if (is_constant(scores)) 0 else sd(scores))
  wanted <- intersect(names(of), unlist(table$summaries))
  if (row$type == "multiple") wanted <- intersect(wanted, "rate")
  if (length(wanted) == 0) return()
  values <- lapply(of[wanted], function(one) one())
  put(path, values)
  put_reasons(path, setNames(lapply(wanted, function(name) why_no_score(table, row, group, name, values[[name]])), wanted))
  weigh_summaries(context, path, row, group, wanted)
}

put_numbers <- function(context, path, row, group) {
  x <- as.numeric(row$cells[group & row$answered])
  put(path, quantity_of(context, x))
  weigh(context, path, as.numeric(ifelse(row$answered, row$cells, 0)), group & row$answered, FALSE, cut = FALSE)
  why <- if (length(x) == 0) {
    closed <- why_no_shares(list(), row, group)
    if (is.null(closed)) "no_answer" else closed
  }
  put_reasons(path, list(mean = why, sd = if (length(x) == 1) "few_answers" else why, quartiles = why))
}

# `put_one` of every column, of all who stand in one, and of everybody whom the table takes.
put_of_columns <- function(path, columns, kept, put_one) {
  for (place in seq_len(ncol(columns))) put_one(paste0(path, "/columns/", place - 1), columns[, place])
  put_one(paste0(path, "/total"), rowSums(columns) > 0)
  put_one(paste0(path, "/all"), kept)
}

numbered <- function(values, name) {
  if (length(values) == 0) return(list())
  setNames(as.list(unname(values)), paste0(name, "/", seq_along(values) - 1))
}

# Weighted counts and shares of a row; the divisor of a weighted share is the column's weighted base.
put_weighted_row <- function(context, table, path, row, code, columns) {
  if (is.null(context$weights)) return()
  w <- context$weights$weight
  counts <- colSums(w * (columns & row$chosen[, code] & row$base))
  bases <- apply(columns, 2, function(group) weighted_base_of(context, table, row, group))
  put(path, c(numbered(counts, "weighted_counts"), numbered(mapply(ratio, counts, bases), "weighted_shares"),
              list(weighted_total = sum(w * (rowSums(columns) > 0 & row$chosen[, code] & row$base)))))
}

weighted_base_of <- function(context, table, row, group) {
  w <- context$weights$weight
  if (counts_ticks(table) && row$type != "quantity") sum(w * (row$chosen & group & row$base)) else sum(w[group & row$base])
}

put_row <- function(table, path, row, code, columns, kept) {
  chosen <- row$chosen[, code]
  counts <- colSums(columns & chosen & row$base)
  bases <- apply(columns, 2, function(group) base_of(table, row, group))
  all <- sum(kept & chosen & row$base)
  all_base <- base_of(table, row, kept)
  shares <- mapply(ratio, counts, bases)
  shown <- unlist(table$show)
  index <- if (all > 0) 100 * shares / (all / all_base) else rep(NA_real_, length(shares))
  if (all == 0 && all_base > 0 && any(c("row_share", "index") %in% shown)) put(path, list(why = "nobody_chose"))
  put(path, c(numbered(counts, "counts"), numbered(shares, "shares"),
              list(total = sum(rowSums(columns) > 0 & chosen & row$base), all = all, all_share = ratio(all, all_base)),
              if ("row_share" %in% shown) numbered(vapply(counts, ratio, 0, below = all), "row_shares"),
              if ("total_share" %in% shown) numbered(vapply(counts, ratio, 0, below = all_base), "total_shares"),
              if ("index" %in% shown) numbered(index, "indexes")))
}

put_table <- function(context, raw, table, path, row, by, kept) {
  columns <- if (length(by) == 0) matrix(kept, dimnames = list(NULL, "")) else columns_of(by) & kept
  bases <- apply(columns, 2, function(group) base_of(table, row, group))
  put(path, c(numbered(bases, "column_base"), list(total_base = base_of(table, row, rowSums(columns) > 0))))
  if (!is.null(context$weights)) {
    weighted <- apply(columns, 2, function(group) weighted_base_of(context, table, row, group))
    put(path, c(numbered(weighted, "weighted_column_base"),
                list(weighted_total_base = weighted_base_of(context, table, row, rowSums(columns) > 0))))
  }
  put_of_columns(paste0(path, "/bases"), columns, kept, function(path, group) put_bases(table, path, row, group))
  wanted <- !is.null(raw$tests) && length(by) > 0
  ticks <- counts_ticks(table) && row$type != "quantity"
  tested <- wanted && !ticks && ncol(columns) <= 26
  shares <- any(vapply(by, function(one) one$type == "multiple", NA))
  if (wanted && !tested) put(path, list(no_tests = if (ncol(columns) > 26) "too_many_columns" else "responses"))
  if (row$type == "quantity") {
    numbers <- list(score = suppressWarnings(as.numeric(row$cells)), has_score = row$answered)
    if (tested) put_mean_tests(path, numbers, columns & row$base, shares)
    return(put_of_columns(paste0(path, "/quantity"), columns, kept,
                          function(path, group) put_numbers(context, path, row, group)))
  }
  if (row$scored && length(table$summaries) > 0) {
    put_of_columns(paste0(path, "/summaries"), columns, kept,
                   function(path, group) put_summaries(context, table, path, row, group))
  }
  for (code in colnames(row$chosen)) {
    put_row(table, paste0(path, "/rows/", code), row, code, columns, kept)
    put_weighted_row(context, table, paste0(path, "/rows/", code), row, code, columns)
    if (tested) put_z_tests(paste0(path, "/rows/", code), row$chosen[, code], columns & row$base, shares)
  }
  if (!tested) return()
  put_independence(path, row, by, columns & row$base)
  if (row$type == "single" && row$scored) put_mean_tests(path, row, columns & row$base, shares)
}

kept_of <- function(questions, table, count) {
  if (is.null(table$where)) return(rep(TRUE, count))
  parts <- regmatches(table$where, regexec('^(.*)="(.*)"$', table$where))[[1]]
  questions[[parts[2]]]$cells == parts[3]
}

put_grid <- function(context, questions, table, path, by, kept) {
  columns <- if (length(by) == 0) matrix(kept, dimnames = list(NULL, "")) else columns_of(by) & kept
  for (name in unlist(table$grid)) {
    item <- questions[[name]]
    own <- paste0(path, "/items/", name)
    groups <- columns & item$base
    put(own, numbered(colSums(groups), "column_base"))
    for (place in seq_len(ncol(columns))) {
      put(own, numbered(colSums(item$chosen & groups[, place]), paste0("counts/", place - 1)))
    }
    rated <- columns & item$in_rate
    put(own, numbered(apply(rated, 2, function(group) ratio(sum(item$y[group]), sum(group))), "rates"))
    for (place in seq_len(ncol(columns))) {
      weigh(context, own, ifelse(rated[, place], item$y, 0), rated[, place], TRUE,
            own = paste0(own, "/weighted_rates/", place - 1))
    }
  }
}

put_tables <- function(context, raw, questions, count) {
  for (place in seq_along(raw$tables)) {
    table <- raw$tables[[place]]
    kept <- kept_of(questions, table, count)
    banners <- table$by
    if (is.null(banners) || !is.null(table$grid)) banners <- c(list(NULL), banners)
    for (by in banners) {
      name <- paste(unlist(by), collapse = "+")
      if (!is.null(table$grid)) {
        put_grid(context, questions, table, paste0("/grids/", place, "|", name), questions[unlist(by)], kept)
      }
      for (row in table$rows) {
        put_table(context, raw, table, paste0("/tables/", place, "|", row, "|", name), questions[[row]],
                  questions[unlist(by)], kept)
      }
    }
  }
}

# ---- scale quality ----

# Items and weights of the first measure with several items, all of them single; else all scored single questions.
scale_items <- function(raw, questions) {
  single <- function(name) questions[[name]]$type == "single"
  for (measure in raw$measures) {
    kind <- if (is.null(measure$mean_of)) "pooled_of" else "mean_of"
    names <- unlist(measure[[kind]])
    if (length(names) < 2) next
    weights <- if (is.null(measure$weights)) rep(1, length(names)) else as.numeric(unlist(measure$weights))
    kept <- vapply(names, single, NA)
    return(list(measure = measure$name, kind = kind, names = names[kept], weights = weights[kept]))
  }
  scored <- Filter(function(one) one$scored && one$type == "single", questions)
  list(measure = NA_character_, kind = "mean_of", names = names(scored), weights = rep(1, length(scored)))
}

alpha_of <- function(x) {
  if (ncol(x) < 2 || is_constant(rowSums(x))) return(NA_real_)
  ncol(x) / (ncol(x) - 1) * (1 - sum(apply(x, 2, var)) / var(rowSums(x)))
}

# Sums of rates that are the same may differ by the last bits of a double.
is_flat <- function(x) length(x) < 2 || diff(range(x)) <= TIE * max(abs(x))

correlation <- function(x, y) if (is_flat(x) || is_flat(y)) NA_real_ else cor(x, y)

scale_reason <- function(x) {
  if (ncol(x) < 2) return("few_items")
  if (nrow(x) < 2) return("few_answers")
  if (is_constant(rowSums(x))) return("no_spread")
  NULL
}

put_scale <- function(context, raw, questions) {
  wanted <- scale_items(raw, questions)
  items <- questions[wanted$names]
  scores <- matrix(unlist(lapply(items, function(one) one$score)), ncol = length(items))
  x <- scores[complete.cases(scores), , drop = FALSE]
  n <- nrow(x)
  k <- ncol(x)
  tops <- vapply(items, function(one) one$top, 0)
  own <- if (wanted$kind == "pooled_of") rowSums(x) else drop(x %*% (wanted$weights / tops))
  why <- scale_reason(x)
  alpha <- if (is.null(why)) alpha_of(x) else NA_real_
  rest <- (1 - alpha)
  df <- (n - 1) * (k - 1)
  put("/scale", c(list(measure = wanted$measure, n = n, k = k, alpha = alpha,
                       `feldt/lower` = if (is.null(why)) 1 - rest * qf(context$above, n - 1, df) else NA,
                       `feldt/upper` = if (is.null(why)) 1 - rest * qf(1 - context$above, n - 1, df) else NA),
                  if (!is.null(why)) list(why = why)))
  for (place in seq_len(k)) {
    others <- x[, -place, drop = FALSE]
    found <- if (n < 2 || k < 2) as.list(rep(NA_real_, 4)) else
      list(alpha_of(others), correlation(x[, place], rowSums(others)), correlation(x[, place], rowSums(x)),
           correlation(x[, place], own))
    names(found) <- c("alpha_if_dropped", "item_rest_correlation", "item_total_correlation",
                      "item_composite_correlation")
    names(found) <- paste0(names(found), "/", place - 1)
    put("/scale", found)
  }
  asked <- unlist(raw$summaries)
  if (any(c("alpha", "paired") %in% asked)) put_paired(items)
  if ("importance" %in% asked) put_importance(wanted$measure, items, x, own)
}

# Each item's correlation with the composite beside its rate; an item at the mean of either is high there.
put_importance <- function(measure, items, x, own) {
  rates <- vapply(items, function(one) if (any(one$in_rate)) mean(one$y[one$in_rate]) else NA_real_, 0)
  importance <- vapply(seq_along(items), function(place)
    if (nrow(x) < 2 || ncol(x) < 2 || is.na(rates[place])) NA_real_ else correlation(x[, place], own), 0)
  there <- !is.na(importance)
  cut <- function(values) if (any(there)) mean(values[there]) else NA_real_
  put("/importance", list(measure = measure, n = nrow(x), rate_cut = cut(rates), importance_cut = cut(importance)))
  high <- function(values) values >= cut(values) - TIE
  fields <- ifelse(high(importance), ifelse(high(rates), "keep", "improve"), ifelse(high(rates), "enough", "low"))
  for (place in seq_along(items)) {
    put(paste0("/importance/items/", items[[place]]$name),
        list(rate = rates[place], importance = importance[place], quadrant = if (there[place]) fields[place] else NA))
  }
}

paired_test <- function(x, y) {
  both <- !is.na(x) & !is.na(y)
  x <- x[both]
  y <- y[both]
  found <- list(n = sum(both), diff = NA_real_, se = NA_real_, t = NA_real_, df = NA_real_, p = NA_real_)
  if (sum(both) < 2) return(c(found, list(why = "few_answers")))
  difference <- x - y
  found$diff <- mean(difference)
  if (max(abs(difference - difference[1])) < 1e-12) {
    return(modifyList(found, list(se = 0, why = "no_spread")))
  }
  test <- t.test(x, y, paired = TRUE)
  modifyList(found, list(se = test$stderr, t = unname(test$statistic), df = unname(test$parameter), p = test$p.value))
}

put_paired <- function(items) {
  if (length(items) < 2) return()
  for (pair in combn(length(items), 2, simplify = FALSE)) {
    one <- items[[pair[1]]]
    other <- items[[pair[2]]]
    path <- paste0("/paired/", one$name, "~", other$name)
    put(paste0(path, "/scores"), paired_test(one$score, other$score))
    put(paste0(path, "/rates"), paired_test(one$score / one$top, other$score / other$top))
  }
}

# ---- a survey ----

source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "r_waves.R"))

survey_figures <- function(folder, previous = NULL) {
  out$known <- new.env()
  raw <- fromJSON(file.path(folder, "survey.json"), simplifyVector = FALSE)
  data <- read.csv(file.path(folder, "answers.csv"), colClasses = "character", check.names = FALSE,
                   na.strings = character(0), encoding = "UTF-8")
  keep <- effective_of(raw, data)
  put("/returns", list(distributed = NA, returned = nrow(data), valid = sum(keep), return_rate = NA,
                       valid_rate = ratio(sum(keep), nrow(data))))
  data <- data[keep, , drop = FALSE]
  context <- context_of(raw)
  questions <- lapply(raw$questions, function(question) question_of(raw, question, data[[question$name]]))
  names(questions) <- vapply(questions, function(one) one$name, "")
  context$weights <- weights_of(raw, questions, data)
  context$target_cells <- data[names(raw$weighting$targets)]
  out$pending <- list()
  if (!is.null(context$weights)) put_weighting(raw, context)
  for (one in questions) put_question(context, one)
  for (measure in raw$measures) put_measure(context, questions, measure)
  put_tables(context, raw, questions, nrow(data))
  put_top_sample_size(context)
  put_pending(context)
  if (any(c("alpha", "paired", "importance") %in% unlist(raw$summaries))) put_scale(context, raw, questions)
  wave <- list(raw = raw, questions = questions, known = out$known, effective = nrow(data))
  if (!is.null(previous)) put_comparison(context, wave, previous)
  wave
}

main <- function(folder) {
  out$file <- file(file.path(folder, "figures.tsv"), "w")
  for (set in sort(list.dirs(folder, recursive = FALSE, full.names = FALSE))) {
    own <- file.path(folder, set)
    out$set <- paste0(set, "/before")
    previous <- if (dir.exists(file.path(own, "before"))) survey_figures(file.path(own, "before"))
    out$set <- set
    survey_figures(own, previous)
  }
  close(out$file)
}

main(commandArgs(trailingOnly = TRUE)[1])
