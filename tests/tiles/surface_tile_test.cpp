// SPDX-License-Identifier: Apache-2.0
#include "tiles/surface_tile.hpp"

#include "geo/analysis/kde_analysis.hpp"
#include "geo/crs/projection.hpp"
#include "geo/geometry/wkb.hpp"
#include "store/memory/memory_store.hpp"
#include "tiles/surface_classes.hpp"

#include <gtest/gtest.h>
#include <png.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <string>

namespace {

using geo::LonLat;
using geo::Metric;

constexpr std::size_t side = tiles::surface_tile_px;

/// A density of invented incidents, kept as a result and read back as its view.
class Density {
 public:
  Density(const std::vector<LonLat>& places, double bandwidth_m, double cell_m, const geo::Filter& filter = {},
          const std::string& role = "programme", const std::string& forget = "", const geo::StudyArea& study = {}) {
    const geo::Role protection = geo::role_named("protection");
    const geo::Collection incidents = *geo::builtin_catalog().collection("incidents");
    geo::BatchInfo info;
    info.collection = "incidents";
    info.kind = "edit";
    std::vector<geo::Edit> edits;
    for (const LonLat at : places) {
      edits.push_back({0, false, {geo::Geometry::point(at), std::vector<geo::Value>(incidents.fields.size())}});
    }
    if (!edits.empty()) { m_store.edit(info, edits); }
    geo::KdeParameters asked{{}, bandwidth_m, cell_m};
    asked.edge = study.area.is_none() ? geo::EdgeCorrection::none : geo::EdgeCorrection::uniform;
    analysis = geo::kde_analysis(*m_store.view("incidents", protection), study, filter, asked);
    std::string& summary = analysis.collection.result->summary;
    if (!forget.empty()) { summary.replace(summary.find("\"" + forget + "\""), forget.size() + 2, "\"x\""); }
    geo::seal(analysis, geo::role_named(role));
    m_store.add_result(analysis.collection, analysis.rows);
    result = m_store.view(analysis.collection.id, protection);
    surface = geo::DensitySurface::of(*result);
  }

  geo::Analysis analysis;
  std::shared_ptr<const geo::View> result;
  std::shared_ptr<const geo::DensitySurface> surface;

 private:
  store::MemoryStore m_store{"0123456789abcdef", [] { return geo::TimeMs{0}; }};
};

std::vector<LonLat> random_places(std::mt19937_64& random, std::size_t count, LonLat middle, double spread) {
  std::normal_distribution<double> off(0, spread);
  std::vector<LonLat> places(count);
  for (LonLat& p : places) { p = {middle.lon + off(random), middle.lat + off(random)}; }
  return places;
}

/// What the rows of a result say, found again from nothing but their corners and what is written of the plane.
class Truth {
 public:
  explicit Truth(const Density& density) : plane(density.surface->centre), cell_m(density.surface->grid.cell_m) {
    for (const geo::Row& row : density.analysis.rows) {
      const auto rings = geo::polygons_of(row.geometry);
      const Metric corner = *plane.forward(rings.at(0).at(0).at(0));
      known[{std::llround(corner.x / cell_m), std::llround(corner.y / cell_m)}] = std::get<double>(row.values.at(0));
    }
    const geo::PlaneGrid& grid = density.surface->grid;
    west = std::llround(grid.south_west.x / cell_m);
    south = std::llround(grid.south_west.y / cell_m);
    east = west + grid.columns;
    north = south + grid.rows;
  }

  [[nodiscard]] bool is_in(std::int64_t column, std::int64_t row) const {
    return column >= west && column < east && row >= south && row < north;
  }

  /// As the documentation has it, in its words. NaN outside; nothing where the place is too near a border between cells to say.
  std::optional<double> at(LonLat place) {
    const Metric m = *plane.forward(place);
    const double x = m.x / cell_m;
    const double y = m.y / cell_m;
    const auto is_near = [](double v) { return std::fabs(v - std::round(v)) < 1e-6; };
    if (is_near(x) || is_near(y) || is_near(x - 0.5) || is_near(y - 0.5)) { return std::nullopt; }
    const auto column = static_cast<std::int64_t>(std::floor(x));
    const auto row = static_cast<std::int64_t>(std::floor(y));
    if (!is_in(column, row)) { return NAN; }
    // The four middles around it: those nearer than a cell along each axis.
    double sum = 0;
    int found = 0;
    for (std::int64_t c = column - 1; c <= column + 1; ++c) {
      for (std::int64_t r = row - 1; r <= row + 1; ++r) {
        const double weight_x = 1 - std::fabs(x - (static_cast<double>(c) + 0.5));
        const double weight_y = 1 - std::fabs(y - (static_cast<double>(r) + 0.5));
        const auto cell = known.find({c, r});
        if (weight_x <= 0 || weight_y <= 0 || cell == known.end()) { continue; }
        sum += weight_x * weight_y * cell->second;
        ++found;
      }
    }
    if (found == 4) { return sum; }
    const auto own = known.find({column, row});
    return own == known.end() ? 0 : own->second;
  }

  geo::Projection plane;
  double cell_m;
  std::map<std::pair<std::int64_t, std::int64_t>, double> known;
  std::int64_t west = 0, south = 0, east = 0, north = 0;
};

/// Longitude and latitude of a place in a tile, in pixels, by the formulas of Web Mercator and nothing of ours.
LonLat place_of(tiles::TileId tile, double x, double y) {
  const double n = std::exp2(tile.zoom());
  const double unit_y = (tile.row() + y / side) / n;
  return {(tile.column() + x / side) / n * 360 - 180, std::atan(std::sinh(M_PI * (1 - 2 * unit_y))) * 180 / M_PI};
}

tiles::TileId tile_at(LonLat place, int zoom) {
  const double n = std::exp2(zoom);
  const double lat = place.lat * M_PI / 180;
  return {zoom, static_cast<std::uint32_t>((1 - std::asinh(std::tan(lat)) / M_PI) / 2 * n),
          static_cast<std::uint32_t>((place.lon + 180) / 360 * n)};
}

struct Picture {
  std::uint32_t width = 0, height = 0;
  std::vector<std::uint32_t> rgba;
  [[nodiscard]] std::uint32_t at(std::size_t x, std::size_t y) const { return rgba.at(y * width + x); }
};

std::uint32_t packed(const tiles::PaletteColour& c) {
  return std::uint32_t{c.red} | std::uint32_t{c.green} << 8U | std::uint32_t{c.blue} << 16U | std::uint32_t{c.opacity} << 24U;
}

Picture decode(const std::string& bytes) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  EXPECT_NE(png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()), 0) << image.message;
  EXPECT_NE(image.format & PNG_FORMAT_FLAG_COLORMAP, 0U);
  image.format = PNG_FORMAT_RGBA;
  Picture picture{image.width, image.height, std::vector<std::uint32_t>(std::size_t{image.width} * image.height)};
  EXPECT_NE(png_image_finish_read(&image, nullptr, picture.rgba.data(), 0, nullptr), 0) << image.message;
  return picture;
}

TEST(SurfaceTile, PixelsAreWhatTheRowsSay) {
  std::mt19937_64 random(11);
  const LonLat middles[] = {{40.4, -12.6}, {-87.7, 41.8}, {0.2, 51.4}, {39.5, -0.1}};
  std::size_t compared = 0;
  std::size_t colours = 0;
  for (int round = 0; round < 12; ++round) {
    const LonLat middle = middles[round % 4];
    const auto places = random_places(random, 3 + random() % 40, middle, 0.05);
    const double h = 800 + static_cast<double>(random() % 3000);
    const Density density(places, h, h / (2.5 + static_cast<double>(random() % 4)));
    ASSERT_NE(density.surface, nullptr);
    Truth truth(density);
    ASSERT_EQ(density.surface->cells, density.analysis.rows.size());
    const auto classes = tiles::surface_classes(*density.surface);
    const auto palette = tiles::palette_of(classes);
    for (const int zoom : {9, 11, 13}) {
      if (tiles::shows_means(*density.surface, zoom)) { continue; }
      const tiles::TileId tile = tile_at(places[random() % places.size()], zoom);
      const auto values = tiles::surface_values(*density.surface, tile);
      ASSERT_EQ(values.size(), side * side);
      const Picture picture = decode(tiles::surface_tile(*density.surface, tile));
      ASSERT_EQ(picture.width, side);
      ASSERT_EQ(picture.height, side);
      std::set<std::uint32_t> seen;
      for (std::size_t y = 0; y < side; ++y) {
        for (std::size_t x = 0; x < side; ++x) {
          const auto want = truth.at(place_of(tile, static_cast<double>(x) + 0.5, static_cast<double>(y) + 0.5));
          if (!want) { continue; }
          ++compared;
          const double got = values[y * side + x];
          ASSERT_EQ(std::isnan(got), std::isnan(*want)) << round << ' ' << zoom << ' ' << x << ' ' << y;
          const std::uint32_t colour = picture.at(x, y);
          seen.insert(colour);
          if (std::isnan(got)) {
            ASSERT_EQ(colour >> 24U, 0U);
            continue;
          }
          ASSERT_NEAR(got, *want, 1e-6 * density.surface->most) << round << ' ' << zoom << ' ' << x << ' ' << y;
          const double share = *want / density.surface->most;
          if (std::fabs(share * 9 - std::round(share * 9)) < 1e-5 || std::fabs(share - 0.01) < 1e-5) { continue; }
          const bool has_dot = (x % 16 < 2 && y % 16 < 2) || ((x + 8) % 16 < 2 && (y + 8) % 16 < 2);
          const std::size_t place = share >= 0.01 ? 3 + static_cast<std::size_t>(share * 9) : has_dot ? 2 : 1;
          ASSERT_EQ(colour, packed(palette.at(place))) << share << ' ' << x << ' ' << y;
        }
      }
      colours = std::max(colours, seen.size());
    }
  }
  EXPECT_GT(compared, 1'000'000U);
  EXPECT_GE(colours, 10U);
}

/// Bilinear between cells of half a bandwidth or less is near the density itself.
TEST(SurfaceTile, IsNearTheDensityItself) {
  std::mt19937_64 random(12);
  const auto places = random_places(random, 60, {40.4, -12.6}, 0.03);
  const double h = 3000;
  const Density density(places, h, h / 5);
  geo::Projection plane(density.surface->centre);
  for (int i = 0; i < 3000; ++i) {
    const Metric at = *plane.forward(random_places(random, 1, {40.4, -12.6}, 0.05)[0]);
    double want = 0;
    for (const LonLat p : places) {
      const Metric m = *plane.forward(p);
      const double u = std::hypot(m.x - at.x, m.y - at.y) / h;
      if (u < 1) { want += 3 / (M_PI * h * h) * (1 - u * u) * (1 - u * u) * 1e6; }
    }
    const double got = density.surface->value_at(at);
    if (std::isnan(got)) {
      EXPECT_EQ(want, 0);
    } else {
      EXPECT_NEAR(got, want, 0.04 * density.surface->most);
    }
  }
}

TEST(SurfaceTile, FromAfarPixelsAreMeansThatAddUpToTheIncidents) {
  std::mt19937_64 random(13);
  const auto places = random_places(random, 400, {40.4, -12.6}, 0.4);
  const Density density(places, 9000, 1500);
  Truth truth(density);
  for (const int zoom : {3, 4, 5}) {
    ASSERT_TRUE(tiles::shows_means(*density.surface, zoom));
    const tiles::TileId first = tile_at({density.surface->bounds.west, density.surface->bounds.north}, zoom);
    const tiles::TileId last = tile_at({density.surface->bounds.east, density.surface->bounds.south}, zoom);
    // By pixel of the whole map: the cells whose middle it holds.
    std::map<std::pair<std::int64_t, std::int64_t>, std::pair<double, int>> want;
    for (std::int64_t c = truth.west; c < truth.east; ++c) {
      for (std::int64_t r = truth.south; r < truth.north; ++r) {
        const LonLat p =
            *truth.plane.inverse({(static_cast<double>(c) + 0.5) * truth.cell_m, (static_cast<double>(r) + 0.5) * truth.cell_m});
        const double n = std::exp2(zoom) * side;
        const auto x = static_cast<std::int64_t>((p.lon + 180) / 360 * n);
        const auto y = static_cast<std::int64_t>((1 - std::asinh(std::tan(p.lat * M_PI / 180)) / M_PI) / 2 * n);
        auto& [sum, count] = want[{x, y}];
        const auto known = truth.known.find({c, r});
        sum += known == truth.known.end() ? 0 : known->second;
        ++count;
      }
    }
    double incidents = 0;
    std::size_t pixels = 0;
    for (std::uint32_t row = first.row(); row <= last.row(); ++row) {
      for (std::uint32_t column = first.column(); column <= last.column(); ++column) {
        const tiles::TileId tile(zoom, row, column);
        const auto values = tiles::surface_values(*density.surface, tile);
        for (std::size_t i = 0; i < values.size(); ++i) {
          const std::int64_t x = std::int64_t{column} * static_cast<std::int64_t>(side) + static_cast<std::int64_t>(i % side);
          const std::int64_t y = std::int64_t{row} * static_cast<std::int64_t>(side) + static_cast<std::int64_t>(i / side);
          const auto found = want.find({x, y});
          ASSERT_EQ(std::isnan(values[i]), found == want.end()) << zoom << ' ' << x << ' ' << y;
          if (found == want.end()) { continue; }
          ++pixels;
          ASSERT_NEAR(values[i], found->second.first / found->second.second, 1e-9 * density.surface->most);
          incidents += values[i] * found->second.second * 1500 * 1500 / 1e6;
        }
      }
    }
    EXPECT_EQ(pixels, want.size());
    EXPECT_GT(incidents, 400 * 0.97);
    EXPECT_LT(incidents, 400 * 1.001);
  }
}

TEST(SurfaceTile, NothingIsDrawnWhereNobodyLooked) {
  std::mt19937_64 random(14);
  const auto places = random_places(random, 50, {40.4, -12.6}, 0.05);
  const Density density(places, 2000, 500);
  EXPECT_EQ(tiles::surface_tile(*density.surface, tile_at({39.0, -12.6}, 8)), "");
  EXPECT_EQ(tiles::surface_tile(*density.surface, tile_at({-100, 60}, 3)), "");
  EXPECT_NE(tiles::surface_tile(*density.surface, {0, 0, 0}), "");

  geo::Filter filter;
  filter.bbox = geo::BBox{40.4, -13, 41, -12};
  const Density eastern(places, 2000, 500, filter);
  geo::Projection plane(eastern.surface->centre);
  std::size_t left_out = 0;
  for (std::uint32_t r = 0; r < eastern.surface->grid.rows; ++r) {
    for (std::uint32_t c = 0; c < eastern.surface->grid.columns; ++c) {
      const double v = eastern.surface->per_km2[std::size_t{r} * eastern.surface->grid.columns + c];
      if (v > 0) { continue; }
      ++left_out;
      EXPECT_EQ(std::isnan(v), plane.inverse(eastern.surface->grid.centre(c, r))->lon < 40.4);
    }
  }
  EXPECT_GT(left_out, 0U);

  const Density bound(places, 2000, 500, {}, "programme@MZ0102");
  ASSERT_NE(bound.surface, nullptr);
  for (const double v : bound.surface->per_km2) { EXPECT_FALSE(v == 0); }

  geo::StudyArea western;
  western.area = geo::from_polygons({{{{40.2, -12.8}, {40.4, -12.8}, {40.4, -12.4}, {40.2, -12.4}, {40.2, -12.8}}}});
  western.origin = "area_of_operation";
  const Density corrected(places, 2000, 500, {}, "programme", "", western);
  ASSERT_NE(corrected.surface, nullptr);
  std::size_t drawn = 0;
  for (std::size_t i = 0; i < corrected.surface->per_km2.size(); ++i) {
    const double v = corrected.surface->per_km2[i];
    const geo::PlaneGrid& grid = corrected.surface->grid;
    EXPECT_FALSE(v == 0) << "which cells lie in the area cannot be told from the result";
    drawn += v > 0 ? 1 : 0;
    if (v > 0) { EXPECT_LE(plane.inverse(grid.centre(i % grid.columns, static_cast<std::uint32_t>(i / grid.columns)))->lon, 40.4); }
  }
  EXPECT_EQ(drawn, corrected.analysis.rows.size());
}

TEST(SurfaceTile, IsOfDensitiesAlone) {
  std::mt19937_64 random(15);
  const auto places = random_places(random, 20, {40.4, -12.6}, 0.05);
  EXPECT_EQ(Density(places, 2000, 500, {}, "programme", "highest_per_km2").surface, nullptr);
  EXPECT_EQ(Density(places, 2000, 500, {}, "programme", "left_out_below_per_km2").surface, nullptr);
  // Made before summaries had it: the grid is that of the rows.
  const Density old(places, 2000, 500, {}, "programme", "grid");
  const Density now(places, 2000, 500);
  ASSERT_NE(old.surface, nullptr);
  EXPECT_LE(old.surface->grid.size(), now.surface->grid.size());
  EXPECT_EQ(old.surface->cells, now.surface->cells);
  geo::Projection plane(now.surface->centre);
  for (const geo::Row& row : now.analysis.rows) {
    const geo::BBox& box = row.geometry.box();
    const Metric middle = *plane.forward({(box.west + box.east) / 2, (box.south + box.north) / 2});
    EXPECT_EQ(old.surface->per_km2[*old.surface->cell_at(middle)], std::get<double>(row.values[0]));
    EXPECT_EQ(now.surface->per_km2[*now.surface->cell_at(middle)], std::get<double>(row.values[0]));
  }
  const Density nothing({}, 2000, 500);
  ASSERT_NE(nothing.surface, nullptr);
  EXPECT_EQ(tiles::surface_tile(*nothing.surface, {0, 0, 0}), "");
}

/// The `level` of each row is the class of its number.
TEST(SurfaceTile, ClassesAreTheLevelsOfRows) {
  std::mt19937_64 random(16);
  const Density density(random_places(random, 200, {40.4, -12.6}, 0.05), 2000, 400);
  const auto classes = tiles::surface_classes(*density.surface);
  ASSERT_EQ(classes.size(), 10U);
  for (std::size_t i = 1; i < classes.size(); ++i) { EXPECT_EQ(classes[i].from_per_km2, classes[i - 1].below_per_km2); }
  EXPECT_EQ(classes.back().below_per_km2, density.surface->most);
  for (const geo::Row& row : density.analysis.rows) {
    const double per_km2 = std::get<double>(row.values[0]);
    EXPECT_EQ(tiles::surface_level(*density.surface, per_km2), std::get<std::int64_t>(row.values[1]));
  }
}

TEST(Png, IsReadAsItWasWritten) {
  std::mt19937_64 random(17);
  for (const std::size_t colours : {1, 2, 3, 12, 17, 256}) {
    std::vector<tiles::PaletteColour> palette(colours);
    for (auto& c : palette) {
      const auto byte = [&] { return static_cast<std::uint8_t>(random()); };
      c = {byte(), byte(), byte(), byte()};
    }
    const std::uint32_t width = 1 + random() % 40;
    std::vector<std::uint8_t> pixels(std::size_t{width} * (1 + random() % 40));
    for (auto& p : pixels) { p = static_cast<std::uint8_t>(random() % colours); }
    const Picture picture = decode(tiles::png(pixels, width, palette));
    ASSERT_EQ(picture.width, width);
    ASSERT_EQ(picture.rgba.size(), pixels.size());
    for (std::size_t i = 0; i < pixels.size(); ++i) { ASSERT_EQ(picture.rgba[i], packed(palette[pixels[i]])) << colours; }
  }
}

}  // namespace
