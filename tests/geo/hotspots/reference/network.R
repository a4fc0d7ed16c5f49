# SPDX-License-Identifier: Apache-2.0
# Writes network_figures.hpp: density along roads at its events by the discontinuous equal split kernel.   usage: Rscript network.R > network_figures.hpp
suppressPackageStartupMessages(library(spatstat.linnet))
nodes <- rbind(c(0, 0), c(100, 0), c(200, 0), c(100, 100), c(200, 100), c(100, -80))
roads <- rbind(c(1, 2), c(2, 3), c(2, 4), c(3, 5), c(4, 5), c(2, 6))
events <- rbind(c(35, 0), c(175, 0), c(105, 100), c(100, -45), c(200, 95))
network <- linnet(ppp(nodes[, 1], nodes[, 2], window = owin(c(-10, 210), c(-100, 110))), edges = roads)
on_roads <- function(at) lpp(ppp(at[, 1], at[, 2], window = Window(network)), network)
split <- function(points, h) as.numeric(densityEqualSplit(points, sigma = h / sqrt(7), kernel = "biweight", continuous = FALSE, at = "points", leaveoneout = FALSE, epsilon = 1e-14, verbose = FALSE))
points <- on_roads(events)
# On the junction of four roads at (100, 0) spatstat gives an event to one of them; here it is a hair along each, a quarter of the time.
hair <- 1e-9
beside <- rbind(c(100 - hair, 0), c(100 + hair, 0), c(100, hair), c(100, -hair))
shown <- function(v) paste(formatC(v, digits = 15, format = "g", width = 1), collapse = ", ")
cat("// SPDX-License-Identifier: Apache-2.0\n#pragma once\n\n")
cat(sprintf("// Written by network.R: spatstat.linnet %s, densityEqualSplit(kernel = \"biweight\", continuous = FALSE); sigma is bandwidth / sqrt(7).\n", packageVersion("spatstat.linnet")))
cat("namespace geo::network_figures {\n\n// clang-format off\n")
cat(sprintf("inline constexpr double events[][2] = {%s};\n", paste(sprintf("{%g, %g}", events[, 1], events[, 2]), collapse = ", ")))
for (h in c(60, 150, 400)) {
  density <- split(points, h)
  cat(sprintf("inline constexpr double per_m_%d[] = {%s};\n", h, shown(density)))
  with_junction <- rowMeans(sapply(1:4, function(k) split(on_roads(rbind(beside[k, ], events)), h)[-1]))
  cat(sprintf("inline constexpr double with_junction_per_m_%d[] = {%s};\n", h, shown(with_junction)))
}
cat("// clang-format on\n\n}  // namespace geo::network_figures\n")
