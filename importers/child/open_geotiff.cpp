// SPDX-License-Identifier: Apache-2.0
// GeoTIFF: a grid of figures, each cell a row that stands at its middle. Read block by block; cells without a figure and cells in which
// nobody lives, most of any country, are counted here and go no further.
#include "geo/base/number.hpp"
#include "importers/child/refusal.hpp"
#include "importers/child/source.hpp"
#include "importers/child/values.hpp"

#include <fmt/format.h>
#include <gdal_priv.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace importers::child {
namespace {

constexpr std::int64_t most_cells = 1'000'000'000;
/// Of one block, which is in memory as a whole, once as it is packed and once as numbers.
constexpr std::int64_t most_block_cells = 4'000'000;

struct Place {
  double x = 0;  ///< of the corner
  double y = 0;
  double dx = 0;
  double dy = 0;
};

Place place_of(GDALDataset& dataset) {
  std::array<double, 6> t{};
  const bool known = dataset.GetGeoTransform(t.data()) == CE_None;
  const bool finite = std::all_of(t.begin(), t.end(), [](double v) { return std::isfinite(v); });
  if (!known || !finite || t[2] != 0 || t[4] != 0 || !(t[1] > 0) || t[5] == 0) { refuse("raster-place"); }
  return {t[0], t[3], t[1], t[5]};
}

bool is_colour(GDALRasterBand& band) {
  const GDALColorInterp meaning = band.GetColorInterpretation();
  return meaning == GCI_PaletteIndex || (meaning >= GCI_RedBand && meaning <= GCI_BlueBand);
}

class Cells {
 public:
  Cells(GDALRasterBand& band, const Place& place, Output& output)
      : m_band(band), m_place(place), m_output(output), m_single(band.GetRasterDataType() == GDT_Float32) {
    int known = 0;
    const double none = band.GetNoDataValue(&known);
    if (known != 0) { m_none = m_single ? static_cast<double>(static_cast<float>(none)) : none; }
    m_scale = band.GetScale();
    m_offset = band.GetOffset();
    // A mask of its own, apart from the value that stands for nothing.
    m_masked = (band.GetMaskFlags() & (GMF_ALL_VALID | GMF_NODATA)) == 0;
  }

  void write_all() {
    int width = 0;
    int height = 0;
    m_band.GetBlockSize(&width, &height);
    for (int y = 0; y < m_band.GetYSize(); y += height) {
      for (int x = 0; x < m_band.GetXSize(); x += width) {
        write_block(x, y, std::min(width, m_band.GetXSize() - x), std::min(height, m_band.GetYSize() - y));
      }
    }
  }

  [[nodiscard]] Tail tail() const { return {0, {{"nodata", m_nodata}, {"nobody", m_nobody}}, {}}; }

 private:
  void write_block(int x, int y, int width, int height) {
    const GdalErrors errors;
    m_values.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    bool good = m_band.RasterIO(GF_Read, x, y, width, height, m_values.data(), width, height, GDT_Float64, 0, 0, nullptr) == CE_None;
    if (m_masked) {
      m_mask.resize(m_values.size());
      good = good &&
             m_band.GetMaskBand()->RasterIO(GF_Read, x, y, width, height, m_mask.data(), width, height, GDT_Byte, 0, 0, nullptr) == CE_None;
    }
    if (!good || errors.failures() > 0) { refuse("unreadable", errors.first()); }
    for (std::size_t i = 0; i < m_values.size(); ++i) {
      const double value = m_values[i];
      if (std::isnan(value) || value == m_none || (m_masked && m_mask[i] == 0)) {
        ++m_nodata;
        continue;
      }
      write_cell(x + static_cast<int>(i % static_cast<std::size_t>(width)), y + static_cast<int>(i / static_cast<std::size_t>(width)),
                 value);
    }
  }

  void write_cell(int column, int row, double raw) {
    const double people = raw * m_scale + m_offset;
    // Nobody is fewer than none: -99999 is another word for "no figure".
    if (people < 0) {
      ++m_nodata;
      return;
    }
    if (people == 0) {
      ++m_nobody;
      return;
    }
    std::string& out = m_output.rows();
    out += R"({"type":"Feature","properties":{"people":)";
    append_people(out, people, raw);
    out += R"(},"geometry":{"type":"Point","coordinates":[)";
    geo::append_number(out, m_place.x + (column + 0.5) * m_place.dx);
    out += ',';
    geo::append_number(out, m_place.y + (row + 0.5) * m_place.dy);
    out += "]}}\n";
    m_output.row_done();
  }

  /// A number of single precision has no more digits than it needs.
  void append_people(std::string& out, double people, double raw) const {
    if (!std::isfinite(people)) {
      append_text(out, "Infinity");
    } else if (m_single && people == raw) {
      fmt::format_to(std::back_inserter(out), "{}", static_cast<float>(people));
    } else {
      geo::append_number(out, people);
    }
  }

  GDALRasterBand& m_band;
  Place m_place;
  Output& m_output;
  bool m_single;
  bool m_masked = false;
  double m_none = std::nan("");
  double m_scale = 1;
  double m_offset = 0;
  std::vector<double> m_values;
  std::vector<unsigned char> m_mask;
  std::int64_t m_nodata = 0;
  std::int64_t m_nobody = 0;
};

/// Bands by what they are called, which is seldom anything.
std::vector<std::string> band_names(GDALDataset& dataset) {
  std::vector<std::string> names;
  for (int i = 1; i <= dataset.GetRasterCount() && names.size() < 1000; ++i) {
    const std::string said = dataset.GetRasterBand(i)->GetDescription();
    std::string name = said.empty() ? "band " + std::to_string(i) : said;
    if (std::find(names.begin(), names.end(), name) != names.end()) { name += " (" + std::to_string(i) + ")"; }
    names.push_back(std::move(name));
  }
  return names;
}

void check(GDALRasterBand& band) {
  if (GDALDataTypeIsComplex(band.GetRasterDataType()) != 0 || is_colour(band)) { refuse("raster-numbers"); }
  if (std::int64_t{band.GetXSize()} * band.GetYSize() > most_cells) { refuse("raster-size", std::to_string(most_cells)); }
  int width = 0;
  int height = 0;
  band.GetBlockSize(&width, &height);
  const std::int64_t cells = std::int64_t{width} * height;
  if (cells <= 0 || cells > most_block_cells) {
    refuse("raster-blocks", std::to_string(cells * GDALGetDataTypeSizeBytes(band.GetRasterDataType())));
  }
}

}  // namespace

void open_geotiff(const Request& request, const Input& input, Source& source) {
  show_to_gdal(input);
  source.dataset = open_dataset(*request.format, input_path, {}, /*raster=*/true);
  std::vector<std::string> names = band_names(*source.dataset);
  const std::size_t at = choose(names, request.layer);
  GDALRasterBand& band = *source.dataset->GetRasterBand(static_cast<int>(at) + 1);
  check(band);
  const Place place = place_of(*source.dataset);
  source.layer_name = names[at];
  names.erase(names.begin() + static_cast<std::ptrdiff_t>(at));
  source.others = std::move(names);
  take_crs(source, source.dataset->GetSpatialRef());
  source.cell = {place.dx, std::abs(place.dy)};
  source.write = [&band, place](Output& output) {
    Cells cells(band, place, output);
    cells.write_all();
    return cells.tail();
  };
}

}  // namespace importers::child
