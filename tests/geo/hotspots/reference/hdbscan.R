# SPDX-License-Identifier: Apache-2.0
# Writes hdbscan_figures.hpp: clusters that R's dbscan finds among invented points.        usage: Rscript hdbscan.R > hdbscan_figures.hpp
library(dbscan)
set.seed(20)
around <- function(n, x, y, spread) cbind(rnorm(n, x, spread), rnorm(n, y, spread))
points <- round(rbind(around(40, 612000, 8560000, 30), around(30, 612400, 8560100, 80), around(35, 612150, 8560350, 50),
                      cbind(runif(25, 611800, 612600), runif(25, 8559800, 8560600))), 3)
found <- hdbscan(points, minPts = 6)
shown <- function(v) paste(formatC(v, digits = 15, format = "g", width = 1), collapse = ", ")
line <- function(name, v, type = "double") cat(sprintf("inline constexpr %s %s[] = {%s};\n", type, name, shown(v)))
cat("// SPDX-License-Identifier: Apache-2.0\n#pragma once\n\n")
cat(sprintf("// Written by hdbscan.R: R %s, dbscan %s, hdbscan(points, minPts = 6).\n", getRversion(), packageVersion("dbscan")))
cat("namespace geo::hdbscan_figures {\n\n// clang-format off\n")
line("x", points[, 1]); line("y", points[, 2])
line("core_m", found$coredist); line("label", found$cluster - 1, "int"); line("membership", found$membership_prob)
cat(sprintf("inline constexpr double tree_m = %s;\n", shown(sum(found$hc$height))))
cat("// clang-format on\n\n}  // namespace geo::hdbscan_figures\n")
