// SPDX-License-Identifier: Apache-2.0
// What can be asked of seasonality, and what the numbers of its summary mean.
#include "geo/analysis/method_parts.hpp"

namespace geo {

AnalysisMethod seasonality_method() {
  return {
      "seasonality",
      {"When incidents happen: months, days of the week, hours", "Quando ocorrem os incidentes: meses, dias da semana, horas"},
      {"Counts by month, day of the week, hour, and hour of each day, beside what is expected where nothing but time passes, with tests, "
       "and "
       "where records pile up because nobody knew better.",
       "Contagens por mês, dia da semana, hora, e hora de cada dia, ao lado do que se espera onde só o tempo passa, com testes, e onde os "
       "registos se acumulam porque não se sabia ao certo."},
      with_common({}),
      joined(
          {input_members(),
           {{"with_hour", "integer", {"Rows used whose hour is known", "Linhas usadas com hora conhecida"}},
            {"without_hour", "integer", {"Rows used with a day but no hour", "Linhas usadas com dia mas sem hora"}},
            {"tests",
             "object",
             {"By table: chi-square, degrees of freedom, p, its false discovery rate over the tables, whether p is rough; null where the "
              "table is withheld",
              "Por tabela: qui-quadrado, graus de liberdade, p, a sua taxa de falsas descobertas nas tabelas, se p é aproximado; null "
              "onde a tabela não se mostra"}},
            {"lean",
             "object|null",
             {"The time of day that hours lean to, how strongly (0 to 1), p (Rayleigh)",
              "A hora do dia para que as horas se inclinam, com que força (0 a 1), p (Rayleigh)"}},
            {"heaps",
             "array",
             {"Where records may pile up: how many there are, of how many, how many are expected, p, and whether they do",
              "Onde os registos podem acumular-se: quantos são, de quantos, quantos se esperam, p, e se se acumulam"}}},
           sentence_members()})};
}

}  // namespace geo
