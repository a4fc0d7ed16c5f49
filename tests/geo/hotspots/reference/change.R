# SPDX-License-Identifier: Apache-2.0
# Writes change_figures.hpp: poisson.test and fisher.test of invented counts.        usage: Rscript change.R > change_figures.hpp
rates <- list(c(0, 5, 365, 365), c(5, 0, 365, 365), c(10, 10, 365, 365), c(3, 12, 181, 184), c(40, 25, 365, 92), c(7, 8, 30, 335),
              c(1000, 1100, 365, 366), c(1, 1, 1, 9), c(250, 190, 100, 100), c(0, 1, 10, 90))
tables <- list(c(3, 12, 400, 420), c(12, 3, 400, 420), c(0, 6, 100, 50), c(5, 5, 50, 50), c(30, 60, 1000, 900), c(2, 0, 10, 20), c(8, 8, 8, 10),
               c(150, 90, 4000, 4100))
shown <- function(v) paste(ifelse(is.finite(v), formatC(v, digits = 15, format = "g", width = 1), "-1"), collapse = ", ")
cat("// SPDX-License-Identifier: Apache-2.0\n#pragma once\n\n")
cat(sprintf("// Written by change.R: R %s, poisson.test and fisher.test; -1: infinite.\n", getRversion()))
cat("namespace geo::change_figures {\n\n// clang-format off\n")
cat("/// before, after, time before, time after, p, ratio, and its 95 % interval\n")
cat(sprintf("inline constexpr double rates[][8] = {%s};\n", paste(sapply(rates, function(r) {
  t <- poisson.test(c(r[2], r[1]), c(r[4], r[3]))
  sprintf("{%s}", shown(c(r, t$p.value, unname(t$estimate), t$conf.int)))
}), collapse = ",\n    ")))
cat("/// before, after, all before, all after, p\n")
cat(sprintf("inline constexpr double tables[][5] = {%s};\n", paste(sapply(tables, function(r) {
  t <- fisher.test(matrix(c(r[2], r[1], r[4] - r[2], r[3] - r[1]), 2))
  sprintf("{%s}", shown(c(r, t$p.value)))
}), collapse = ",\n    ")))
cat("// clang-format on\n\n}  // namespace geo::change_figures\n")
