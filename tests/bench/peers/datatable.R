# Counts with R's data.table: the file as text, then counts by group.
#   Rscript datatable.R QUESTIONS.tsv FILE THREADS   (question, type, label)
suppressPackageStartupMessages(library(data.table))
arguments <- commandArgs(trailingOnly = TRUE)
setDTthreads(as.integer(arguments[3]))
asked <- fread(arguments[1], header = FALSE, sep = "\t", encoding = "UTF-8", colClasses = "character",
               col.names = c("question", "type", "label"))
answers <- fread(arguments[2], colClasses = "character", encoding = "UTF-8", na.strings = NULL,
                 select = unique(asked$question))
found <- list(n = nrow(answers))
for (name in unique(asked$question)) {
  about <- asked[question == name]
  counts <- answers[, .N, by = name]
  if (about$type[1] == "quantity") {
    found[[paste0(name, "/sum")]] <- sum(as.numeric(counts[[1]]) * counts$N)
  } else if (about$type[1] == "text") {
    found[[paste0(name, "/filled")]] <- counts[counts[[1]] != "", sum(N)]
  } else {
    for (label in about$label) {
      chosen <- if (about$type[1] == "multiple") {
        vapply(strsplit(counts[[1]], "┋", fixed = TRUE), function(parts) label %in% parts, logical(1))
      } else counts[[1]] == label
      found[[paste0(name, "/", label)]] <- sum(counts$N[chosen])
    }
  }
}
cat("{", paste0("\"", names(found), "\": ", format(unlist(found), scientific = FALSE, trim = TRUE),
                collapse = ", "), "}\n", sep = "")
