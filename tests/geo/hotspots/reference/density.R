# SPDX-License-Identifier: Apache-2.0
# Writes density_figures.hpp: densities, corrections for edges, bandwidths, K and distances of invented points in a rectangle of UTM metres.
# usage: Rscript density.R > density_figures.hpp
suppressMessages({library(spatstat.geom); library(spatstat.explore); library(MASS)})
state <- 20261
draw <- function() { state <<- (state * 16807) %% 2147483647; state / 2147483647 }
west <- 512000; south <- 8345000; width <- 3000; height <- 2000
x <- y <- numeric(0)
quarters <- list(c(600, 500, 150), c(2200, 1500, 260), c(1500, 1000, 900))
for (i in 1:120) {
  q <- quarters[[1 + (i %% 3)]]
  repeat {
    px <- q[1] + q[3] * sqrt(-2 * log(draw())) * cos(2 * pi * draw())
    py <- q[2] + q[3] * sqrt(-2 * log(draw())) * cos(2 * pi * draw())
    if (px > 0 && px < width && py > 0 && py < height) break
  }
  x <- c(x, west + round(px, 1)); y <- c(y, south + round(py, 1))
}
n <- length(x)
window <- owin(c(west, west + width), c(south, south + height))
pattern <- ppp(x, y, window = window)
h <- 400
d <- as.matrix(dist(cbind(x, y)))
# At the points, each without its own part, as spatstat gives it: its sigma is the deviation along an axis.
own <- list(gaussian = 1 / (2 * pi), epanechnikov = 2 / pi, quartic = 3 / pi)
deviation <- c(gaussian = 1, epanechnikov = 1 / sqrt(6), quartic = 1 / sqrt(8))
at_points <- function(kernel) as.numeric(density(pattern, sigma = h * deviation[[kernel]], kernel = kernel, at = "points", edge = FALSE, leaveoneout = FALSE))
corrected <- function(diggle) as.numeric(density(pattern, sigma = h, at = "points", edge = TRUE, diggle = diggle, leaveoneout = FALSE))
lone <- function(s) { k <- exp(-d^2 / (2 * s^2)); diag(k) <- 0; rowSums(k) / (n - 1) / (2 * pi * s^2) }
lcv <- optimize(function(ls) sum(log(lone(exp(ls)))), log(c(30, 600)), maximum = TRUE, tol = 1e-10)
squares <- function(s) sum(exp(-d^2 / (4 * s^2))) / (n^2 * 4 * pi * s^2) - 2 * mean(lone(s))
steps <- log(exp(seq(log(20), log(1500), length.out = 400)))
best <- steps[which.min(sapply(exp(steps), squares))]
lscv <- optimize(function(ls) squares(exp(ls)), best + c(-0.02, 0.02), tol = 1e-10)
r <- seq(0, 480, by = 60)
k <- Kest(pattern, r = r, correction = c("none", "translate"))
stopifnot(n == 120)
shown <- function(v) paste(formatC(v, digits = 16, format = "g", width = 1), collapse = ", ")
put <- function(name, v) cat(sprintf("inline constexpr double %s[] = {%s};\n", name, shown(v)))
cat("// SPDX-License-Identifier: Apache-2.0\n#pragma once\n\n")
cat(sprintf("// Written by density.R: R %s, spatstat.explore %s, MASS %s.\n", getRversion(), packageVersion("spatstat.explore"), packageVersion("MASS")))
cat("namespace geo::density_figures {\n\n// clang-format off\n")
put("x", x); put("y", y); put("window", c(west, south, west + width, south + height)); put("bandwidth", h)
for (kernel in names(deviation)) put(paste0("at_points_", kernel), at_points(kernel))
put("gaussian_uniform", corrected(FALSE)); put("gaussian_jones_diggle", corrected(TRUE))
put("share", (pnorm((west + width - x) / h) - pnorm((west - x) / h)) * (pnorm((south + height - y) / h) - pnorm((south - y) / h)))
put("kde2d", as.numeric(kde2d(x, y, h = 4 * h, n = c(4, 3), lims = c(west + 375, west + width - 375, south + 1000 / 3, south + height - 1000 / 3))$z))
put("scott", bw.scott(pattern)); put("scott_iso", bw.scott.iso(pattern))
put("nrd0_x_y", c(bw.nrd0(x), bw.nrd0(y))); put("nrd_x_y", c(bw.nrd(x), bw.nrd(y)))
put("sheather_jones_x_y", c(bw.SJ(x - west, tol = 1e-8), bw.SJ(y - south, tol = 1e-8)))
put("likelihood_s_score", c(exp(lcv$maximum), lcv$objective)); put("squares_s_score", c(exp(lscv$minimum), lscv$objective))
put("diggle", as.numeric(bw.diggle(pattern, correction = "translate", warn = FALSE)))
put("radii", r); put("k_none", k$un); put("k_translate", k$trans)
put("clark_evans_naive_donnelly", as.numeric(clarkevans(pattern, correction = c("none", "Donnelly"))))
test <- clarkevans.test(pattern, correction = "none"); put("clark_evans_p", test$p.value)
cat("// clang-format on\n\n}  // namespace geo::density_figures\n")
