// SPDX-License-Identifier: Apache-2.0
// A density over HTTP as pictures and as a raster: for those who may know of the result, and for nobody else.
#include "geo/analysis/density_surface.hpp"
#include "geo/analysis/kde_analysis.hpp"
#include "geo/crs/projection.hpp"
#include "tests/api/file_bytes.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"
#include "tiles/surface_classes.hpp"
#include "tiles/surface_tile.hpp"

#include <cpl_vsi.h>
#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogr_spatialref.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <thread>

namespace {

using api_tests::body;
using api_tests::file_bytes;
using api_tests::header;
using api_tests::Json;
using testing::HasSubstr;
using testing::Not;

const std::string quad = "/map/tiles/WebMercatorQuad";

api::ServiceOptions with_files(const test_support::Folder& folder) {
  api::ServiceOptions options;
  options.downloads.beside = folder / "store";
  options.downloads.clock = [] { return geo::TimeMs{1'795'651'200'000}; };  // 2026-11-26
  options.geotiff_program = BAIRRO_GEOTIFF_PROGRAM;
  return options;
}

class Pictures : public testing::Test {
 protected:
  void SetUp() override {
    const geo::Collection incidents = *people.store->catalog().collection("incidents");
    std::mt19937_64 random(3);
    std::normal_distribution<double> off(0, 0.05);
    std::vector<geo::Edit> edits;
    for (int i = 0; i < 60; ++i) {
      geo::Row row{geo::Geometry::point({40.4 + off(random), -12.6 + off(random)}), std::vector<geo::Value>(incidents.fields.size())};
      edits.push_back({0, false, std::move(row)});
    }
    geo::BatchInfo info;
    info.collection = "incidents";
    info.kind = "edit";
    people.store->edit(info, edits);
    const geo::Role programme = geo::role_named("programme");
    geo::Analysis analysis = geo::kde_analysis(*people.store->view("incidents", geo::role_named("protection")), {}, {{}, 3000.0, 600.0});
    geo::seal(analysis, programme);
    people.store->add_result(analysis.collection, analysis.rows);
    id = analysis.collection.id;
    base = "/collections/" + id;
    view = people.store->view(id, programme);
    surface = geo::DensitySurface::of(*view);
    ASSERT_NE(surface, nullptr);
  }

  test_support::Folder folder;
  api_tests::People people{with_files(folder)};
  std::string id, base;
  std::shared_ptr<const geo::View> view;
  std::shared_ptr<const geo::DensitySurface> surface;
};

TEST_F(Pictures, AddressesAnswer) {
  struct Case {
    std::string target;
    int status;
  };
  const std::vector<Case> cases{{base + "/map/tiles", 200},
                                {base + quad, 200},
                                {base + quad + "/0/0/0", 200},
                                {base + quad + "/0/0/0?f=png", 200},
                                {base + quad + "/0/0/0?f=jpeg", 400},
                                {base + quad + "/0/0/0?datetime=2024-01-01", 400},
                                {base + quad + "/9/273/313", 200},
                                {base + quad + "/9/0/0", 204},
                                {base + quad + "/24/0/0", 204},
                                {base + quad + "/25/0/0", 404},
                                {base + quad + "/0/0/1", 404},
                                {base + quad + "/00/0/0", 404},
                                {base + quad + "/0/0/0.png", 404},
                                {base + "/map/tiles/WorldCRS84Quad/0/0/0", 404},
                                {base + "/map/legend", 200},
                                {base + "/map/legend?f=html", 200},
                                {base + "/map/legend?f=png", 400},
                                {base + "/styles/surface", 200},
                                {base + "/coverage", 200},
                                {base + "/coverage?f=tif", 200},
                                {base + "/coverage?f=json", 400},
                                {"/collections/incidents/map/tiles", 404},
                                {"/collections/incidents" + quad + "/0/0/0", 404},
                                {"/collections/incidents/map/legend", 404},
                                {"/collections/incidents/styles/surface", 404},
                                {"/collections/incidents/coverage", 404}};
  for (const Case& c : cases) { EXPECT_EQ(people.as("programme", c.target).status, c.status) << c.target; }
}

TEST_F(Pictures, AreThoseOfTheSurface) {
  const api::Response answer = people.as("programme", base + quad + "/9/273/313");
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(header(answer, "Content-Type"), "image/png");
  EXPECT_EQ(header(answer, "Content-Encoding"), "");
  EXPECT_EQ(header(answer, "Cache-Control"), "no-store");
  EXPECT_EQ(body(answer), tiles::surface_tile(*surface, {9, 273, 313}));
  const std::string etag = header(answer, "ETag");
  EXPECT_EQ(people.ask(base + quad + "/9/273/313", {people.bearer("programme"), {"If-None-Match", etag}}).status, 304);
  EXPECT_NE(header(people.as("programme", base + quad + "/9/274/313"), "ETag"), etag);
  EXPECT_NE(header(people.as("programme", base + quad + "/9/0/0"), "ETag"), "");
}

TEST_F(Pictures, AreThereForThoseAloneWhoMayKnowOfTheResult) {
  const std::vector<std::string> all{base + "/map/tiles",    base + quad,          base + quad + "/0/0/0",
                                     base + quad + "/9/0/0", base + "/map/legend", base + "/styles/surface",
                                     base + "/coverage"};
  for (const std::string& target : all) {
    const std::string unknown = "/collections/r-kde-000000000000" + target.substr(base.size());
    for (const char* who : {"programme", "editor", "protection"}) { EXPECT_LT(people.as(who, target).status, 300) << who << target; }
    for (const char* who : {"", "visitor", "partner", "police", "admin", "programme-pemba"}) {
      const api::Response hidden = people.as(who, target);
      EXPECT_EQ(hidden.status, 404) << who << target;
      EXPECT_EQ(body(hidden), body(people.as(who, unknown))) << who << target;
    }
  }
}

TEST_F(Pictures, LeaveATrace) {
  const auto trace_of = [&](const std::string& target) {
    people.traces.clear();
    const api::Response answer = people.as("programme", target);
    const auto read =
        std::find_if(people.traces.begin(), people.traces.end(), [](const auto& t) { return t.kind == api::Trace::Kind::read; });
    return read == people.traces.end() ? api::Trace{} : *read;
  };
  const std::uint64_t rows = view->count({});
  EXPECT_EQ(trace_of(base + quad + "/0/0/0").rows, rows);
  const api::Trace part = trace_of(base + quad + "/13/4383/5014");
  EXPECT_GT(part.rows, 0U);
  EXPECT_LT(part.rows, rows);
  EXPECT_EQ(part.collection, id);
  EXPECT_EQ(trace_of(base + quad + "/9/0/0").rows, 0U);
  const api::Trace file = trace_of(base + "/coverage");
  EXPECT_EQ(file.rows, rows);
  EXPECT_FALSE(file.export_id.empty());
}

TEST_F(Pictures, AreLinkedFromTheCollection) {
  const Json collection(people.as("programme", base + "?f=json"));
  EXPECT_THAT(collection.link("http://www.opengis.net/def/rel/ogc/1.0/tilesets-map"), HasSubstr(base + "/map/tiles"));
  EXPECT_THAT(collection.link("http://www.opengis.net/def/rel/ogc/1.0/legend"), HasSubstr(base + "/map/legend"));
  EXPECT_THAT(collection.link("http://www.opengis.net/def/rel/ogc/1.0/coverage"), HasSubstr(base + "/coverage"));
  EXPECT_EQ(Json(people.as("programme", "/collections/incidents?f=json")).link("http://www.opengis.net/def/rel/ogc/1.0/tilesets-map"), "");
  const Json tileset(people.as("programme", base + quad));
  EXPECT_EQ(tileset.text("/dataType"), "map");
  EXPECT_THAT(tileset.link("item"), HasSubstr(base + quad + "/{tileMatrix}/{tileRow}/{tileCol}"));
  EXPECT_NEAR(tileset.number("/boundingBox/lowerLeft/0"), surface->bounds.west, 1e-9);
  const Json style(people.as("programme", base + "/styles/surface"));
  EXPECT_EQ(style.text("/sources/" + id + "/type"), "raster");
  EXPECT_THAT(style.text("/sources/" + id + "/tiles/0"), HasSubstr(base + quad + "/{z}/{y}/{x}"));
  const std::string api_document(body(people.as("programme", "/api?f=json")));
  EXPECT_THAT(api_document, HasSubstr("\"getMapTile." + id + "\""));
  EXPECT_THAT(api_document, Not(HasSubstr("getMapTile.incidents")));
}

TEST_F(Pictures, TheLegendSaysWhatColoursMeanInBothLanguages) {
  const Json legend(people.as("programme", base + "/map/legend?f=json"));
  EXPECT_EQ(legend.text("/unit"), "/km2");
  const auto classes = legend.elements("/classes");
  ASSERT_EQ(classes.size(), 10U);
  EXPECT_TRUE(classes[0].boolean("/dotted"));
  for (std::size_t i = 1; i < classes.size(); ++i) {
    EXPECT_EQ(classes[i].number("/from"), classes[i - 1].number("/below"));
    EXPECT_EQ(classes[i].integer("/level"), static_cast<std::int64_t>(i));
  }
  EXPECT_EQ(classes[9].number("/below"), surface->most);
  EXPECT_THAT(std::string(body(people.as("programme", base + "/map/legend?f=html&lang=pt"))), HasSubstr("Não quer dizer seguro"));
  EXPECT_THAT(std::string(body(people.as("programme", base + "/map/legend?f=html&lang=en"))), HasSubstr("Not the same as safe"));
}

TEST_F(Pictures, WithoutFilesThereIsNoRaster) {
  const auto service = people.service_with([](api::ServiceOptions& options) { options.downloads.beside.clear(); });
  const auto ask = [&](const std::string& target) {
    return service->handle(api_tests::make_request(target, {people.bearer("programme")}));
  };
  EXPECT_EQ(ask(base + "/coverage").status, 404);
  EXPECT_EQ(ask(base + quad + "/0/0/0").status, 200);
  EXPECT_THAT(std::string(body(ask(base + "?f=json"))), Not(HasSubstr("/coverage")));
  EXPECT_THAT(std::string(body(ask("/api?f=json"))), Not(HasSubstr("getCoverage")));
}

TEST_F(Pictures, ARasterThatCannotBeWrittenIsSaidSo) {
  const auto service = people.service_with([&](api::ServiceOptions& options) { options.geotiff_program = folder / "no-such-program"; });
  EXPECT_THROW((void)service->handle(api_tests::make_request(base + "/coverage", {people.bearer("programme")})), geo::Error);
}

/// A program that never ends is not waited for on behalf of a client that has gone.
TEST_F(Pictures, NobodyWaitsForARasterThatNobodyWants) {
  const std::filesystem::path program = folder / "never-ends";
  std::ofstream(program) << "#!/bin/sh\nexec /bin/sleep 300\n";
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  const auto service = people.service_with([&](api::ServiceOptions& options) { options.geotiff_program = program; });
  const auto gone = std::make_shared<std::atomic<bool>>(false);
  api::Request request = api_tests::make_request(base + "/coverage", {people.bearer("programme")});
  request.cancelled = gone;
  std::thread client([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    *gone = true;
  });
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(service->handle(request).status, 503);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20)) << "patience is 60 s";
  client.join();
}

/// Closed with the object; its bytes lie in memory.
class Raster {
 public:
  explicit Raster(std::string bytes) : m_bytes(std::move(bytes)) {
    GDALAllRegister();
    VSIFCloseL(VSIFileFromMemBuffer(name, reinterpret_cast<GByte*>(m_bytes.data()), m_bytes.size(), FALSE));
    dataset.reset(GDALDataset::Open(name, GDAL_OF_RASTER | GDAL_OF_VERBOSE_ERROR));
  }
  ~Raster() {
    dataset.reset();
    VSIUnlink(name);
  }
  /// By row from the north; empty when they cannot be read.
  [[nodiscard]] std::vector<float> values() const {
    const int columns = dataset->GetRasterXSize();
    const int rows = dataset->GetRasterYSize();
    std::vector<float> all(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
    const CPLErr read =
        dataset->GetRasterBand(1)->RasterIO(GF_Read, 0, 0, columns, rows, all.data(), columns, rows, GDT_Float32, 0, 0, nullptr);
    return read == CE_None ? all : std::vector<float>();
  }
  std::unique_ptr<GDALDataset> dataset;

 private:
  static constexpr const char* name = "/vsimem/answer.tif";
  std::string m_bytes;
};

TEST_F(Pictures, TheRasterIsTheSurfaceItself) {
  const api::Response answer = people.as("programme", base + "/coverage");
  ASSERT_EQ(answer.status, 200) << body(answer);
  EXPECT_EQ(header(answer, "Content-Type"), "image/tiff; application=geotiff; profile=cloud-optimized");
  EXPECT_EQ(header(answer, "Content-Disposition"), "attachment; filename=\"" + id + "-2026-11-26.tif\"");
  const api::Response part = people.ask(base + "/coverage", {people.bearer("programme"), {"Range", "bytes=0-99"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(file_bytes(part), file_bytes(answer).substr(0, 100));
  EXPECT_EQ(people.ask(base + "/coverage", {people.bearer("programme"), {"If-None-Match", header(answer, "ETag")}}).status, 304);

  Raster raster(file_bytes(answer));
  ASSERT_NE(raster.dataset, nullptr);
  EXPECT_STREQ(raster.dataset->GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE"), "COG");
  const geo::PlaneGrid& grid = surface->grid;
  ASSERT_EQ(raster.dataset->GetRasterXSize(), static_cast<int>(grid.columns));
  ASSERT_EQ(raster.dataset->GetRasterYSize(), static_cast<int>(grid.rows));
  GDALRasterBand& band = *raster.dataset->GetRasterBand(1);
  EXPECT_EQ(band.GetNoDataValue(), -9999);
  EXPECT_STREQ(band.GetUnitType(), "/km2");
  const std::vector<float> values = raster.values();
  ASSERT_EQ(values.size(), grid.size());
  double corners[6];
  ASSERT_EQ(raster.dataset->GetGeoTransform(corners), CE_None);
  OGRSpatialReference degrees;
  degrees.SetWellKnownGeogCS("WGS84");
  degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  const std::unique_ptr<OGRCoordinateTransformation> to_degrees(
      OGRCreateCoordinateTransformation(raster.dataset->GetSpatialRef(), &degrees));
  ASSERT_NE(to_degrees, nullptr);
  // By way of the rows: the middle of each pixel, in degrees by GDAL, lies in the box of the row that has its number.
  std::size_t found = 0;
  view->scan({}, std::vector<std::string>{"density_per_km2"}, [&](const geo::BatchView& batch, std::span<const std::uint32_t> rows) {
    for (const std::uint32_t row : rows) {
      const geo::BBox& box = batch.geometry.boxes[row];
      const double value = batch.columns[0].real(row);
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] != static_cast<float>(value)) { continue; }
        double x = corners[0] + (static_cast<double>(i % grid.columns) + 0.5) * corners[1];
        double y = corners[3] + (static_cast<double>(i / grid.columns) + 0.5) * corners[5];
        EXPECT_TRUE(to_degrees->Transform(1, &x, &y));
        if (box.contains({x, y})) {
          ++found;
          break;
        }
      }
    }
    return true;
  });
  EXPECT_EQ(found, view->count({}));
  const auto zeros = static_cast<std::size_t>(std::count(values.begin(), values.end(), 0.0F));
  EXPECT_EQ(zeros + found, values.size());
  const char* made = raster.dataset->GetMetadataItem(("result " + id).c_str());
  ASSERT_NE(made, nullptr);
  EXPECT_THAT(made, HasSubstr("\"bandwidth_m\":3000"));
  EXPECT_THAT(made, HasSubstr("\"used\":60"));
  EXPECT_THAT(made, HasSubstr("\"excluded\":{"));
  ASSERT_NE(raster.dataset->GetMetadataItem("zero_means"), nullptr);
  EXPECT_THAT(raster.dataset->GetMetadataItem("zero_means"), HasSubstr("not the same as safe"));
  EXPECT_THAT(raster.dataset->GetMetadataItem("warning_pt"),
              HasSubstr("linhas que nem todos podem ver: deles podem calcular-se lugares isolados"));
}

/// Where only a box was looked at, what lies beside it is no data, and not 0.
TEST_F(Pictures, WhatNobodyLookedAtIsNoData) {
  geo::Filter box;
  box.bbox = geo::BBox{40.38, -12.62, 40.42, -12.58};
  geo::Analysis analysis = geo::kde_analysis(*people.store->view("incidents", geo::role_named("protection")), box, {{}, 3000.0, 600.0});
  geo::seal(analysis, geo::role_named("programme"));
  people.store->add_result(analysis.collection, analysis.rows);
  const auto part = geo::DensitySurface::of(*people.store->view(analysis.collection.id, geo::role_named("programme")));
  ASSERT_NE(part, nullptr);
  const api::Response answer = people.as("programme", "/collections/" + analysis.collection.id + "/coverage");
  ASSERT_EQ(answer.status, 200) << body(answer);
  const Raster raster(file_bytes(answer));
  ASSERT_NE(raster.dataset, nullptr);
  const std::vector<float> values = raster.values();
  const geo::PlaneGrid& grid = part->grid;
  ASSERT_EQ(values.size(), grid.size());
  std::size_t nobody_looked = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double density = part->per_km2[(grid.rows - 1 - i / grid.columns) * grid.columns + i % grid.columns];
    nobody_looked += std::isnan(density) ? 1 : 0;
    ASSERT_EQ(values[i], std::isnan(density) ? -9999.0F : static_cast<float>(density)) << i;
  }
  EXPECT_GT(nobody_looked, 0U);
  EXPECT_LT(nobody_looked, values.size());
}

}  // namespace
