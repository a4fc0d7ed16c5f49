# SPDX-License-Identifier: Apache-2.0
# Writes areal_figures.hpp: what R's spdep says of an invented map, for the tests of this folder.
# usage: Rscript areal.R > areal_figures.hpp        (Debian: r-cran-spdep)
# The map: 5 x 5 squares, queen contiguity, and a 26th place that has no neighbour.
suppressPackageStartupMessages(library(spdep))
side <- 5
n <- side * side + 1
row <- (seq_len(n - 1) - 1) %/% side
column <- (seq_len(n - 1) - 1) %% side
neighbours <- lapply(seq_len(n - 1), function(i) {
  near <- which(abs(row - row[i]) <= 1 & abs(column - column[i]) <= 1)
  as.integer(setdiff(near, i))
})
neighbours[[n]] <- 0L
class(neighbours) <- "nb"
attr(neighbours, "region.id") <- as.character(seq_len(n))
attr(neighbours, "sym") <- TRUE
cases <- c(0, 3, 1, 7, 2, 5, 4, 9, 22, 3, 1, 6, 34, 21, 8, 0, 2, 7, 5, 3, 1, 0, 4, 2, 6, 5)
people <- c(120, 340, 95, 410, 230, 510, 180, 620, 700, 150, 90, 480, 900, 640, 330, 60, 140, 510, 390, 210, 75, 40, 260, 180, 450, 300)
x <- cases + (seq_len(n) %% 4) / 4
W <- nb2listw(neighbours, style = "W", zero.policy = TRUE)
B <- nb2listw(neighbours, style = "B", zero.policy = TRUE)
with_self <- include.self(neighbours)

put <- function(name, values) {
  shown <- ifelse(is.na(values), "no_value", trimws(formatC(values, digits = 15, format = "g")))
  cat(sprintf("inline constexpr double %s[] = {%s};\n", name, paste(shown, collapse = ", ")))
}
cat("// SPDX-License-Identifier: Apache-2.0\n#pragma once\n\n#include <limits>\n\n")
cat(sprintf("// Written by areal.R: R %s, spdep %s.\n", getRversion(), packageVersion("spdep")))
cat("namespace geo::areal_figures {\n\n// clang-format off\n")
cat("inline constexpr double no_value = std::numeric_limits<double>::quiet_NaN();\n")
put("cases", cases)
put("people", people)
put("values", x)
put("gi", as.numeric(localG(x, B, zero.policy = TRUE)))
put("gi_star", as.numeric(localG(x, nb2listw(with_self, style = "B"))))
distances <- lapply(neighbours, function(l) if (l[1] == 0) NULL else 1 / (1 + seq_along(l)))
D <- nb2listw(neighbours, glist = distances, style = "B", zero.policy = TRUE)
put("gi_weighted", as.numeric(localG(x, D, zero.policy = TRUE)))
for (conditional in c(TRUE, FALSE)) {
  m <- localmoran(x, W, zero.policy = TRUE, conditional = conditional)
  kind <- if (conditional) "moran" else "moran_total"
  put(paste0(kind, "_i"), m[, 1])
  put(paste0(kind, "_expected"), m[, 2])
  put(paste0(kind, "_variance"), m[, 3])
  put(paste0(kind, "_z"), m[, 4])
  put(paste0(kind, "_p"), m[, 5])
}
put("geary", localC(x, W, zero.policy = TRUE))
test <- function(t) c(t$estimate[1:3], t$statistic, t$p.value)
put("global_moran", test(moran.test(x, W, zero.policy = TRUE, alternative = "two.sided")))
put("global_moran_normal", test(moran.test(x, W, zero.policy = TRUE, alternative = "two.sided", randomisation = FALSE)))
put("global_moran_weighted", test(moran.test(x, D, zero.policy = TRUE, alternative = "two.sided")))
put("global_geary", test(geary.test(x, W, zero.policy = TRUE, alternative = "two.sided")))
put("global_g", test(globalG.test(x, B, zero.policy = TRUE, alternative = "two.sided")))
joins <- joincount.test(factor(x > 4), B, zero.policy = TRUE, alternative = "two.sided")
put("joins_without", test(joins[[1]]))
put("joins_with", test(joins[[2]]))
put("eb_global", EBest(cases, people)$estmm)
put("eb_parameters", c(attr(EBest(cases, people), "parameters")$b, attr(EBest(cases, people), "parameters")$a))
put("eb_local", EBlocal(cases, people, neighbours, zero.policy = TRUE, geoda = TRUE)$est)
put("choynowski", choynowski(cases, people)$pmap)
p <- 2 * pnorm(-abs(as.numeric(localG(x, nb2listw(with_self, style = "B")))))
for (method in c("BH", "BY", "bonferroni")) put(paste0("p_", tolower(method)), p.adjust(p, method))
connected <- subset(B, c(rep(TRUE, n - 1), FALSE))
put("eb_moran", EBImoran.mc(cases[-n], people[-n], nb2listw(connected$neighbours, style = "W"), nsim = 1)$statistic)
put("hypergeometric", phyper(c(2, 5, 0, 8) - 1, 12, 88, 20, lower.tail = FALSE))
put("poisson_most", ppois(c(0, 3, 12, 40), c(0.5, 2.5, 20, 30)))
put("poisson_least", ppois(c(1, 3, 12, 60) - 1, c(0.5, 2.5, 20, 30), lower.tail = FALSE))
cat("// clang-format on\n\n}  // namespace geo::areal_figures\n")
