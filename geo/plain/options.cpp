// SPDX-License-Identifier: Apache-2.0
// What questions about files can say. A line here, and its name in a method's list, is an option of the command line.
#include "geo/plain/method.hpp"

#include <algorithm>
#include <cassert>

namespace geo {
namespace {

const std::vector<PlainOption>& all_options() {
  static const std::vector<PlainOption> all{
      // Columns.
      {"id",
       "COLUMN",
       {"What names a row (default: the column id, else its number)",
        "O que identifica uma linha (por omissão: a coluna id, senão o seu número)"}},
      {"x",
       "COLUMN",
       {"To the east, or longitude (default: the file's geometries)", "Para este, ou longitude (por omissão: as geometrias do ficheiro)"}},
      {"y", "COLUMN", {"To the north, or latitude", "Para norte, ou latitude"}},
      {"value",
       "COLUMN",
       {"The numbers that are asked about; cases, for rates and scans", "Os números em questão; casos, para taxas e varrimentos"}},
      {"population",
       "COLUMN",
       {"People; of a Bernoulli scan cases and controls together", "Pessoas; num varrimento de Bernoulli, casos e controlos juntos"}},
      {"time", "COLUMN", {"Dates, or numbers, which are days", "Datas, ou números, que são dias"}},
      {"metric",
       "planar|geodesic",
       {"Coordinates of a plane in any unit, or longitude and latitude (default: geodesic for GeoJSON)",
        "Coordenadas de um plano em qualquer unidade, ou longitude e latitude (por omissão: geodesic para GeoJSON)"}},
      // Neighbours.
      {"weights", "FILE.json", {"Lists of neighbours by row of the file", "Listas de vizinhos por linha do ficheiro"}},
      {"neighbours",
       "queen|rook|distance|nearest|inverse|kernel",
       {"Who is a neighbour, when no file says it", "Quem é vizinho, quando nenhum ficheiro o diz"}},
      {"distance",
       "NUMBER",
       {"distance, inverse: how far neighbours may be, that included; kernel: the bandwidth",
        "distance, inverse: até onde vão os vizinhos, inclusive; kernel: a largura de banda"}},
      {"k", "NUMBER", {"nearest: how many", "nearest: quantos"}},
      {"ties",
       "first|all",
       {"nearest: of those equally far the first ones, or all (default: first)",
        "nearest: dos igualmente distantes os primeiros, ou todos (por omissão: first)"}},
      {"power",
       "NUMBER",
       {"inverse: weight is distance to minus this power (default: 1)",
        "inverse: o peso é a distância elevada a menos esta potência (por omissão: 1)"}},
      {"least", "NUMBER", {"inverse: shorter distances count as this one", "inverse: distâncias mais curtas contam como esta"}},
      {"kernel",
       "uniform|triangular|epanechnikov|quartic|triweight|gaussian",
       {"How a neighbour's weight, or what a point adds, falls with distance (default: quartic)",
        "Como o peso de um vizinho, ou o que um ponto acrescenta, diminui com a distância (por omissão: quartic)"}},
      {"snap",
       "NUMBER",
       {"queen, rook: vertices this near are the same one (default: 0, exactly equal)",
        "queen, rook: vértices a esta distância são o mesmo (por omissão: 0, exactamente iguais)"}},
      {"style",
       "B|W",
       {"Weights as they are, or each row divided by its sum (default: B; local-moran, local-geary, global, eb-rates: W)",
        "Pesos tal como são, ou cada linha dividida pela sua soma (por omissão: B; local-moran, local-geary, global, eb-rates: W)"}},
      // Tests.
      {"permutations",
       "NUMBER",
       {"Drawings for a p by permutation (default: none; relative-risk: 99; knox, near-repeat, scan: 999)",
        "Sorteios para um p por permutação (por omissão: nenhum; relative-risk: 99; knox, near-repeat, scan: 999)"}},
      {"seed", "NUMBER", {"Of the drawings (default: 1)", "Dos sorteios (por omissão: 1)"}},
      {"alpha",
       "NUMBER",
       {"Share of false discoveries that is accepted (default: 0.05)",
        "Proporção de falsas descobertas que se aceita (por omissão: 0.05)"}},
      {"threshold",
       "NUMBER",
       {"A place has it when its value is above this (default: 0)",
        "Um lugar tem-no quando o seu valor está acima disto (por omissão: 0)"}},
      // Points and times.
      {"radius", "NUMBER", {"How near in space, that included", "Quão perto no espaço, inclusive"}, "eps"},
      {"days", "NUMBER", {"How near in time, that included", "Quão perto no tempo, inclusive"}},
      {"min-points",
       "NUMBER",
       {"So many within the radius make a core point, itself counted",
        "Tantos dentro do raio fazem um ponto central, contando ele próprio"}},
      {"radius-bands",
       "A,B,…",
       {"Where bands of distance end, those included; a first 0 is the same place",
        "Onde acabam as faixas de distância, inclusive; um 0 inicial é o mesmo lugar"}},
      {"day-bands", "A,B,…", {"Where bands of days end, those included", "Onde acabam as faixas de dias, inclusive"}},
      {"lag",
       "NUMBER",
       {"Steps before a step that are its neighbours too (default: 1)",
        "Passos antes de um passo que também são seus vizinhos (por omissão: 1)"}},
      // Densities.
      {"weight", "COLUMN", {"How much a point counts (default: 1)", "Quanto conta um ponto (por omissão: 1)"}},
      {"case",
       "COLUMN",
       {"Whether a point is a case (1, yes, true) or a control (0, no, false)",
        "Se um ponto é um caso (1, sim, true) ou um controlo (0, não, false)"}},
      {"controls",
       "FILE",
       {"The controls, when they stand in a file of their own; columns x and y as in the first",
        "Os controlos, quando estão num ficheiro próprio; colunas x e y como no primeiro"}},
      {"bandwidth",
       "NUMBER",
       {"How far a point is spread: the radius of the kernel, of the Gaussian its standard deviation",
        "Até onde se espalha um ponto: o raio do kernel; do gaussiano, o desvio padrão"}},
      {"selector",
       "scott|silverman|lcv|lscv|sheather-jones|diggle",
       {"What chooses the bandwidth in place of --bandwidth", "O que escolhe a largura de banda em vez de --bandwidth"}},
      {"edge",
       "none|uniform|jones-diggle",
       {"Correction for what lies outside the window, where nobody looked (default: none)",
        "Correcção pelo que está fora da janela, onde ninguém observou (por omissão: none)"}},
      {"window",
       "FILE.geojson|X0,Y0,X1,Y1",
       {"Where was looked: polygons or a rectangle, in the coordinates of the points",
        "Onde se observou: polígonos ou um rectângulo, nas coordenadas dos pontos"}},
      {"adaptive",
       "",
       {"Each point has its own bandwidth, wide where points are few", "Cada ponto tem a sua largura de banda, larga onde há poucos"}},
      {"cap",
       "NUMBER",
       {"adaptive: no bandwidth is more times the first (default: 5)", "adaptive: nenhuma é mais vezes a primeira (por omissão: 5)"}},
      {"cell",
       "NUMBER",
       {"Side of the cells (default: a fifth of the bandwidth, of a Gaussian half)",
        "Lado das células (por omissão: um quinto da largura de banda, metade se gaussiano)"}},
      {"grid", "NXxNY", {"So many cells across and up, in place of --cell", "Tantas células para o lado e para cima, em vez de --cell"}},
      {"extent",
       "X0,Y0,X1,Y1",
       {"Where cells are (default: the window, else around the points)",
        "Onde estão as células (por omissão: a janela, senão à volta dos pontos)"}},
      {"radii", "A,B,…", {"Distances at which Ripley's K is told", "Distâncias a que se indica o K de Ripley"}},
      {"floor-share",
       "NUMBER",
       {"Of the controls' highest density: where they are fewer nothing is said (default: 0.001)",
        "Da densidade máxima dos controlos: onde são menos nada se diz (por omissão: 0.001)"}},
      {"tolerance",
       "none|asymptotic|permutation",
       {"How p of each cell comes about (default: asymptotic)", "Como se obtém o p de cada célula (por omissão: asymptotic)"}},
      // Clusters.
      {"min-cluster-size",
       "NUMBER",
       {"Points that a cluster must have (default: as --min-points)", "Pontos que um grupo tem de ter (por omissão: como --min-points)"}},
      {"floor",
       "NUMBER",
       {"No distance counts as less than this: how well places are known (default: 0)",
        "Nenhuma distância conta como menor: quão bem se conhecem os lugares (por omissão: 0)"}},
      {"whole", "", {"All points together may be a cluster", "Todos os pontos juntos podem ser um grupo"}},
      // Scans.
      {"model",
       "poisson|bernoulli",
       {"Cases among people, or cases among cases and controls (default: poisson)",
        "Casos entre pessoas, ou casos entre casos e controlos (por omissão: poisson)"}},
      {"max-share",
       "NUMBER",
       {"Of all people that a cluster may hold (default: 0.5)", "De todas as pessoas, que um aglomerado pode conter (por omissão: 0.5)"}},
      {"min-cases", "NUMBER", {"That a cluster must hold (default: 2)", "Que um aglomerado tem de conter (por omissão: 2)"}},
      {"clusters", "NUMBER", {"How many are told at most (default: 10)", "Quantos são indicados, no máximo (por omissão: 10)"}},
  };
  return all;
}

}  // namespace

const PlainOption& plain_option(std::string_view name) {
  const auto& all = all_options();
  const auto found = std::find_if(all.begin(), all.end(), [&](const PlainOption& option) { return option.name == name; });
  assert(found != all.end());
  return *found;
}

const std::vector<std::string_view>& plain_common_options() {
  static const std::vector<std::string_view> names{"id", "x", "y", "metric"};
  return names;
}

}  // namespace geo
