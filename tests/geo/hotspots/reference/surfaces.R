# SPDX-License-Identifier: Apache-2.0
# Writes surface_figures.hpp: corrections for edges, adaptive densities and relative risk of invented points, by spatstat and sparr.
# usage: Rscript surfaces.R > surface_figures.hpp
# Both count points by pixels first. So that nothing is lost to that, all points lie in the middle of one, and so do the places of the figures.
suppressMessages({library(spatstat.geom); library(spatstat.explore); library(sparr)})
state <- 20263
draw <- function() { state <<- (state * 16807) %% 2147483647; state / 2147483647 }
side <- 2000; pixels <- 300; pixel <- side / pixels; h <- 150; cells <- 20
x <- y <- numeric(0); case <- logical(0)
quarters <- list(c(600, 500, 150), c(1500, 1300, 260), c(1000, 1000, 900), c(150, 1700, 120))
for (i in 1:150) {
  q <- quarters[[1 + (i %% 4)]]
  repeat {
    px <- q[1] + q[3] * sqrt(-2 * log(draw())) * cos(2 * pi * draw())
    py <- q[2] + q[3] * sqrt(-2 * log(draw())) * cos(2 * pi * draw())
    if (px > 0 && px < side && py > 0 && py < side) break
  }
  x <- c(x, (floor(px / pixel) + 0.5) * pixel); y <- c(y, (floor(py / pixel) + 0.5) * pixel)
  case <- c(case, draw() < ifelse(i %% 4 == 1, 0.6, 0.3))
}
square <- owin(c(0, side), c(0, side))
corners <- list(x = c(100, 1900, 1700, 900, 50), y = c(50, 200, 1950, 1500, 1850))
shape <- owin(c(0, side), c(0, side), poly = corners)
middles <- (seq_len(cells) - 0.5) * side / cells
# By row from the south, as PlaneGrid has it; NA outside.
at <- function(image) { v <- as.matrix(image)[cbind(rep(round(middles / pixel + 0.5), each = cells), rep(round(middles / pixel + 0.5), cells))]; as.numeric(v) }
in_square <- ppp(x, y, window = square, checkdup = FALSE)
inside <- inside.owin(x, y, shape)
in_shape <- ppp(x[inside], y[inside], window = shape, checkdup = FALSE)
fixed <- function(pattern, ...) at(density(pattern, sigma = h, dimyx = pixels, ...))
adaptive <- bivariate.density(in_square, h0 = h, hp = 200, adapt = TRUE, resolution = pixels, edge = "none", intensity = TRUE, trim = 1.5, verbose = FALSE)
cases <- ppp(x[case], y[case], window = square, checkdup = FALSE)
controls <- ppp(x[!case], y[!case], window = square, checkdup = FALSE)
# Densities over the whole plane, not made to sum to 1 inside the window.
plain <- function(pattern) { b <- bivariate.density(pattern, h0 = h, resolution = pixels, edge = "none", intensity = TRUE, verbose = FALSE); b$z <- b$z / npoints(pattern); b }
f <- plain(cases); g <- plain(controls); pooled <- plain(in_square)
risk_surface <- risk(f, g, doplot = FALSE, verbose = FALSE)
tolerance_surface <- sparr:::tol.asy.fix(f, g, pooled)
marked <- ppp(x, y, window = square, marks = factor(ifelse(case, "case", "control"), levels = c("control", "case")), checkdup = FALSE)
ratio <- at(relrisk(marked, sigma = h, relative = TRUE, control = "control", dimyx = pixels))
stopifnot(length(x) == 150)
shown <- function(v) paste(ifelse(is.na(v), "none", formatC(v, digits = 14, format = "g", width = 1)), collapse = ", ")
put <- function(name, v) cat(sprintf("inline constexpr double %s[] = {%s};\n", name, shown(v)))
cat("// SPDX-License-Identifier: Apache-2.0\n#pragma once\n\n#include <limits>\n\n")
cat(sprintf("// Written by surfaces.R: R %s, spatstat.explore %s, sparr %s.\n", getRversion(), packageVersion("spatstat.explore"), packageVersion("sparr")))
cat("namespace geo::surface_figures {\n\n// clang-format off\n")
cat("inline constexpr double none = std::numeric_limits<double>::quiet_NaN();\n")
put("x", x); put("y", y); cat(sprintf("inline constexpr bool is_case[] = {%s};\n", paste(tolower(case), collapse = ", ")))
put("window_x", corners$x); put("window_y", corners$y); put("bandwidth", h)
put("square_none", fixed(in_square, edge = FALSE)); put("square_uniform", fixed(in_square, edge = TRUE)); put("square_diggle", fixed(in_square, edge = TRUE, diggle = TRUE))
put("shape_none", fixed(in_shape, edge = FALSE)); put("shape_uniform", fixed(in_shape, edge = TRUE)); put("shape_diggle", fixed(in_shape, edge = TRUE, diggle = TRUE))
put("adaptive_h", adaptive$h); put("adaptive", at(adaptive$z))
put("log_risk", at(risk_surface$rr)); put("risk_p", at(tolerance_surface$p)); put("share_inside", at(density(in_square, sigma = h, dimyx = pixels, edge = TRUE, spill = 1)$edg[square, drop = FALSE]))
put("relrisk", ratio)
cat("// clang-format on\n\n}  // namespace geo::surface_figures\n")
