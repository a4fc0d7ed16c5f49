# SPDX-License-Identifier: Apache-2.0
# One statistic by R on a file of bench/make_statistics.py: prints milliseconds of the call alone, and a number that the same statistic by
# another program must have too. usage: Rscript statistics.R TASK FILE
arguments <- commandArgs(trailingOnly = TRUE)
task <- arguments[1]
data <- read.csv(arguments[2])
say <- function(elapsed, number) cat(sprintf("%.1f %.10g\n", 1000 * elapsed, number))
timed <- function(call) {
  started <- proc.time()[["elapsed"]]
  value <- call()
  list(value = value, elapsed = proc.time()[["elapsed"]] - started)
}

if (task %in% c("gi-star", "local-moran", "permutations-9")) suppressPackageStartupMessages(library(spdep))
squares <- function() {
  side <- as.integer(sqrt(nrow(data)))
  cell2nb(side, side, type = "queen")
}

if (task == "dbscan") {
  done <- timed(function() dbscan::dbscan(data[, c("x", "y")], eps = 100, minPts = 20))
  say(done$elapsed, max(done$value$cluster))
} else if (task == "hdbscan") {
  done <- timed(function() dbscan::hdbscan(as.matrix(data[, c("x", "y")]), minPts = 20))
  say(done$elapsed, max(done$value$cluster))
} else if (task == "gi-star") {
  weights <- nb2listw(include.self(squares()), style = "B")
  done <- timed(function() localG(data$value, weights))
  say(done$elapsed, sum(abs(as.numeric(done$value))))
} else if (task == "local-moran") {
  weights <- nb2listw(squares(), style = "W")
  done <- timed(function() localmoran(data$value, weights))
  say(done$elapsed, sum(abs(done$value[, "Z.Ii"])))
} else if (task == "permutations-9") { # of 999 it would take half an hour
  weights <- nb2listw(include.self(squares()), style = "B")
  done <- timed(function() localG_perm(data$value, weights, nsim = 9))
  say(done$elapsed, 9)
} else if (task == "scan-3") { # three drawings; the circles by the book
  n <- nrow(data)
  expected <- data$population * sum(data$cases) / sum(data$population)
  half <- sum(data$population) / 2
  total <- sum(data$cases)
  highest <- function(cases) {
    best <- 0
    for (i in seq_len(n)) {
      inside <- rings[[i]]
      c <- cumsum(cases[inside])
      e <- sums[[i]]
      llr <- ifelse(c > e & c >= 2, c * log(c / e) + ifelse(c < total, (total - c) * log((total - c) / (total - e)), 0), 0)
      best <- max(best, llr)
    }
    best
  }
  rings <- lapply(seq_len(n), function(i) {
    near <- order((data$x - data$x[i])^2 + (data$y - data$y[i])^2)
    near[cumsum(data$population[near]) <= half]
  })
  sums <- lapply(rings, function(inside) cumsum(expected[inside]))
  started <- proc.time()[["elapsed"]]
  set.seed(1)
  for (k in 1:3) highest(as.vector(rmultinom(1, total, expected)))
  elapsed <- proc.time()[["elapsed"]] - started
  say(elapsed, highest(data$cases))
} else if (task == "density") { # binned to the cells, then by Fourier transforms: not exact
  suppressPackageStartupMessages(library(spatstat.geom))
  window <- owin(c(0, 40000), c(0, 30000))
  points <- suppressWarnings(ppp(data$x, data$y, window = window))
  done <- timed(function() spatstat.explore::density.ppp(points, sigma = 1000 / sqrt(8), kernel = "quartic", dimyx = c(960, 1280), edge = FALSE))
  say(done$elapsed, 1e6 * max(done$value$v))
} else {
  stop("no such task: ", task)
}
