# SPDX-License-Identifier: Apache-2.0
# Writes trend_figures.hpp: z and p of Kendall's test for invented series.        usage: Rscript trend.R > trend_figures.hpp
series <- list(rising = c(2, 3, 1, 4, 6, 5, 7, 9, 8, 8, 12), ties = c(1, 1, 2, 2, 2, 3, 1, 3, 3, 4), falling = c(9, 7.5, 8, 6, 6, 5, 2, 3, 1, 0.5))
shown <- function(v) paste(formatC(v, digits = 15, format = "g", width = 1), collapse = ", ")
cat("// SPDX-License-Identifier: Apache-2.0\n#pragma once\n\n")
cat(sprintf("// Written by trend.R: R %s, cor.test(method = \"kendall\", exact = FALSE, continuity = TRUE).\n", getRversion()))
cat("namespace geo::trend_figures {\n\n// clang-format off\n")
for (name in names(series)) {
  x <- series[[name]]
  t <- cor.test(x, seq_along(x), method = "kendall", exact = FALSE, continuity = TRUE)
  slopes <- unlist(lapply(2:length(x), function(j) (x[j] - x[seq_len(j - 1)]) / (j - seq_len(j - 1))))
  cat(sprintf("inline constexpr double %s[] = {%s};\n", name, shown(x)))
  cat(sprintf("inline constexpr double %s_z_p_tau_slope[] = {%s};\n", name, shown(c(t$statistic, t$p.value, t$estimate, median(slopes)))))
}
cat("// clang-format on\n\n}  // namespace geo::trend_figures\n")
