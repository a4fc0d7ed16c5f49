// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/season_words.hpp"

#include "geo/analysis/words.hpp"

#include <array>

namespace geo {

Text month_text(std::size_t month) {
  constexpr std::array<const char*, 12> en{"January", "February", "March",     "April",   "May",      "June",
                                           "July",    "August",   "September", "October", "November", "December"};
  constexpr std::array<const char*, 12> pt{"Janeiro", "Fevereiro", "Março",    "Abril",   "Maio",     "Junho",
                                           "Julho",   "Agosto",    "Setembro", "Outubro", "Novembro", "Dezembro"};
  return {en.at(month), pt.at(month)};
}

Text weekday_text(std::size_t weekday) {
  constexpr std::array<const char*, 7> en{"Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"};
  constexpr std::array<const char*, 7> pt{"segundas", "terças", "quartas", "quintas", "sextas", "sábados", "domingos"};
  return {en.at(weekday), pt.at(weekday)};
}

Text p_text(double p) {
  if (p < 0.001) { return {"p below 0.001", "p abaixo de 0,001"}; }
  const Text digits = decimal_text(p, 3);
  return {"p " + digits.en, "p " + digits.pt};
}

}  // namespace geo
