# SPDX-License-Identifier: Apache-2.0
# Writes season_figures.hpp: tests of invented times by R.        usage: Rscript season.R > season_figures.hpp
suppressMessages(library(surveillance))
set.seed(22)
days <- as.integer(as.Date("2021-02-10")) + sort(sample(0:500, 400, replace = TRUE, prob = 1 + 0.5 * sin(2 * pi * (0:500) / 365)))
minutes <- (round(rnorm(400, 20 * 60, 240))) %% 1440
dates <- as.Date(days, origin = "1970-01-01")
all_days <- as.Date("2021-02-10") + 0:500
month <- function(d) factor(as.integer(format(d, "%m")), 1:12)
weekday <- function(d) factor(as.integer(format(d, "%u")), 1:7)
hour <- factor(minutes %/% 60, 0:23)
test <- function(t) c(t$statistic, t$parameter, t$p.value)
months <- suppressWarnings(chisq.test(table(month(dates)), p = table(month(all_days)) / 501))
weekdays <- suppressWarnings(chisq.test(table(weekday(dates)), p = table(weekday(all_days)) / 501))
hours <- suppressWarnings(chisq.test(table(hour)))
seen <- table(weekday(dates), hour)
both <- suppressWarnings(chisq.test(seen[, colSums(seen) > 0]))
direction <- mean(exp(2i * pi * minutes / 1440))
counts <- rpois(60, 1.5); counts[c(30, 31, 32, 50)] <- c(5, 6, 7, 9)
series <- sts(observed = matrix(counts))
bound <- function(method) suppressWarnings(as.vector(upperbound(earsC(series, control = list(method = method, minSigma = 0.5)))))
shown <- function(v) paste(formatC(v, digits = 15, format = "g", width = 1), collapse = ", ")
line <- function(name, v, type = "double") cat(sprintf("inline constexpr %s %s[] = {%s};\n", type, name, shown(v)))
cat("// SPDX-License-Identifier: Apache-2.0\n#pragma once\n\n")
cat(sprintf("// Written by season.R: R %s, chisq.test(); surveillance %s, earsC(minSigma = 0.5), arlCusum().\n", getRversion(), packageVersion("surveillance")))
cat("namespace geo::season_figures {\n\n// clang-format off\n")
line("days", days, "int"); line("minutes", minutes, "int")
line("months", test(months)); line("weekdays", test(weekdays)); line("hours", test(hours)); line("hour_by_weekday", test(both))
line("lean", c((Arg(direction) / (2 * pi) * 1440) %% 1440, Mod(direction)))
line("counts", counts); line("c1_bound", bound("C1")); line("c2_bound", bound("C2"))
cat(sprintf("inline constexpr double z_999 = %s;\n", shown(qnorm(0.999))))
cat("// In-control mean, k, h, then the average run length until S >= h.\n")
designs <- rbind(c(0.5, 1, 3), c(0.5, 1, 5), c(2, 3, 4), c(1.3, 1.5, 4.5), c(0.2, 0.5, 2.5))
for (d in seq_len(nrow(designs))) {
  arl <- arlCusum(h = designs[d, 3], k = designs[d, 2], theta = designs[d, 1], distr = "poisson", digits = 1)$ARL
  line(paste0("arl_", d), c(designs[d, ], arl))
}
cat("// clang-format on\n\n}  // namespace geo::season_figures\n")
