// SPDX-License-Identifier: Apache-2.0
// Surfaces that files were asked for, as rasters.
#include "api/raster/geotiff.hpp"
#include "app/plain_output.hpp"
#include "geo/base/number.hpp"
#include "geo/plain/surface.hpp"

#include <fmt/format.h>

namespace app {
namespace {

std::string shown(const geo::PlainCell& cell) {
  std::string text;
  if (const auto* word = std::get_if<std::string>(&cell)) { text = *word; }
  if (const auto* number = std::get_if<double>(&cell)) { geo::append_number(text, *number); }
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) { geo::append_integer(text, *whole); }
  if (const auto* yes = std::get_if<bool>(&cell)) { text = *yes ? "true" : "false"; }
  if (const auto* list = std::get_if<std::vector<double>>(&cell)) { text = fmt::format("{}", fmt::join(*list, ",")); }
  return text;
}

}  // namespace

std::string plain_geotiff(const geo::PlainResult& result, const geo::Text& title) {
  if (!result.grid) {
    throw geo::Error(geo::Problem::usage, fmt::format("only surfaces become a .tif, and {} makes none: write .json or .csv", result.method),
                     fmt::format("só superfícies se tornam um .tif, e {} não faz nenhuma: escreva .json ou .csv", result.method));
  }
  const geo::PlainSurface& grid = *result.grid;
  if (!grid.centre) {
    throw geo::Error(geo::Problem::usage,
                     "A .tif says where on earth it lies, and nobody knows that of coordinates with --metric planar. Give longitude and "
                     "latitude, or write .json or .csv.",
                     "Um .tif diz onde fica na Terra, e de coordenadas com --metric planar ninguém o sabe. Dê longitude e latitude, ou "
                     "escreva .json ou .csv.");
  }
  if (!geo::is_square(grid)) {
    throw geo::Error(geo::Problem::unsupported, "A .tif has square cells: say --cell in place of --grid.",
                     "Um .tif tem células quadradas: indique --cell em vez de --grid.");
  }
  const auto& [name, values] = grid.values.front();
  api::RasterWords words{title.en + " / " + title.pt, name == "density_per_km2" ? "/km2" : "", {}};
  words.facts = {{"TIFFTAG_IMAGEDESCRIPTION", result.says.en + "\n" + result.says.pt},
                 {"TIFFTAG_SOFTWARE", "Bairro"},
                 {"values", name},
                 {"no_data_means",
                  "nobody looked there, or too little is known; not the same as safe / ninguém observou ali, ou sabe-se "
                  "pouco; não quer dizer seguro"}};
  for (const auto& [parameter, value] : result.parameters) { words.facts.emplace_back("bairro " + parameter, shown(value)); }
  words.facts.emplace_back("bairro rows read", fmt::format("{}", result.read));
  words.facts.emplace_back("bairro rows used", fmt::format("{}", result.used));
  for (const auto& [reason, number] : result.excluded) { words.facts.emplace_back("bairro left out " + reason, fmt::format("{}", number)); }
  return api::geotiff(*grid.centre, geo::plane_grid(grid), values, words);
}

}  // namespace app
