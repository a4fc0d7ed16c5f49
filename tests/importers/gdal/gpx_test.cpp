// SPDX-License-Identifier: Apache-2.0
// GPX as devices and Garmin's and OsmAnd's programs write it; the file is invented.
#include "geo/geometry/wkb.hpp"
#include "tests/importers/gdal/read_file.hpp"
#include "tests/importers/gdal/write_files.hpp"
#include "tests/importers/import_support.hpp"

#include <gmock/gmock.h>
#include <ogrsf_frmts.h>

namespace importers_tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string gpx(const std::string& inside) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\" creator=\"x\" xmlns=\"http://www.topografix.com/GPX/1/1\" "
         "xmlns:g=\"urn:g\"><metadata><name>Ronda</name><time>2024-03-15T06:00:00Z</time></metadata>" +
         inside + "</gpx>";
}
std::string waypoint(const std::string& attributes, const std::string& inside = "") {
  return "<wpt " + attributes + ">" + inside + "</wpt>";
}

const std::string pemba = waypoint("lat=\"-12.9732\" lon=\"40.5178\"",
                                   "<ele>12.5</ele><time>2024-03-15T10:30:00Z</time><name>Posto &amp; fonte</name><desc>Água\nlimpa</desc>"
                                   "<link href=\"http://x/y\"><text>foto</text></link>"
                                   "<extensions><g:depth>7</g:depth><g:more><g:temp>31</g:temp></g:more></extensions>");
const std::string track =
    "<trk><name>Volta</name><trkseg><trkpt lat=\"-12.9\" lon=\"40.5\"><time>2024-03-15T06:10:00Z</time><name>p</name></trkpt>"
    "<trkpt lat=\"-12.91\" lon=\"40.51\"/></trkseg><trkseg><trkpt lat=\"-12.95\" lon=\"40.55\"/></trkseg>"
    "<trkseg><trkpt lat=\"-12.92\" lon=\"40.52\"/><trkpt lat=\"-12.93\" "
    "lon=\"40.53\"><time>2024-03-15T07:20:00Z</time></trkpt></trkseg></trk>";
const std::string route = "<rte><name>Ida</name><rtept lat=\"-12\" lon=\"40\"><name>a</name></rtept><rtept lat=\"-13\" lon=\"41\"/></rte>";

Content read_gpx(const std::string& text, const std::string& layer = "") {
  const Folder folder;
  return read_layer(folder.write("a.gpx", text), layer);
}

TEST(Gpx, WaypointsWithAllThatIsSaidOfThem) {
  const Content content = read_gpx(gpx(pemba + waypoint("lon='39.5' lat='-11.25'", "<name>Mueda</name><sym>Flag</sym>")));
  ASSERT_EQ(content.error, "");
  EXPECT_EQ(content.info.format, "GPX");
  EXPECT_EQ(content.info.crs, "OGC:CRS84");
  EXPECT_EQ(content.info.unit, importers::RecordUnit::feature);
  EXPECT_THAT(content.columns, ElementsAre("ele", "time", "name", "desc", "link", "link_text", "depth", "temp", "sym"));
  EXPECT_THAT(cells_of(content),
              ElementsAre(ElementsAre("12.5", "2024-03-15T10:30:00Z", "Posto & fonte", "Água limpa", "http://x/y", "foto", "7", "31", "-"),
                          ElementsAre("-", "-", "Mueda", "-", "-", "-", "-", "-", "Flag")));
  EXPECT_EQ(content.rows[0].wkb, geo::to_wkb(geo::Geometry::point({40.5178, -12.9732})));
  EXPECT_EQ(content.rows[1].wkb, geo::to_wkb(geo::Geometry::point({39.5, -11.25})));
}

TEST(Gpx, WaypointsUnlessWaysAreAskedFor) {
  const std::string all = gpx(pemba + track + route);
  EXPECT_EQ(read_gpx(all).rows.size(), 1U);
  EXPECT_THAT(read_gpx(all).info.notes, ElementsAre("the layer \"waypoints\" was read; the file also has \"tracks\", \"routes\""));
  const Content tracks = read_gpx(all, "tracks");
  ASSERT_EQ(tracks.rows.size(), 1U) << tracks.error;
  EXPECT_THAT(tracks.columns, ElementsAre("name", "begin", "end"));
  EXPECT_THAT(cells_of(tracks)[0], ElementsAre("Volta", "2024-03-15T06:10:00Z", "2024-03-15T07:20:00Z"));
  EXPECT_EQ(tracks.rows[0].wkb[1], 5);  // a part of one point is left out, two remain
  const Content routes = read_gpx(all, "routes");
  ASSERT_EQ(routes.rows.size(), 1U) << routes.error;
  EXPECT_EQ(routes.rows[0].wkb[1], 2);
  EXPECT_THAT(cells_of(routes)[0], ElementsAre("Ida"));
  EXPECT_EQ(read_gpx(gpx(track)).rows.size(), 1U);  // alone, no question arises
  EXPECT_THAT(read_gpx(gpx(track + route)).error, HasSubstr("several layers; say which with --layer, one of: \"tracks\", \"routes\""));
  EXPECT_THAT(read_gpx(all, "pontos").error, HasSubstr("has no layer \"pontos\"; it has: \"waypoints\", \"tracks\", \"routes\""));
  EXPECT_THAT(read_gpx(gpx("")).error, HasSubstr("no layer with rows"));
}

// GDAL's driver puts the first at latitude -12 and leaves the last two out.
TEST(Gpx, APointWithoutAGoodPositionKeepsItsRow) {
  for (const char* bad :
       {"lat=\"-12,97\" lon=\"40.5\"", "lat=\"x\" lon=\"40.5\"", "lat=\"\" lon=\"40.5\"", "lat=\"1e999\" lon=\"2\"", "lon=\"40.5\"", ""}) {
    const Content content = read_gpx(gpx(waypoint(bad, "<name>a</name>") + pemba));
    ASSERT_EQ(content.rows.size(), 2U) << bad << content.error;
    EXPECT_EQ(content.rows[0].rule, "geometry") << bad;
    EXPECT_EQ(content.rows[1].rule, "");
  }
  const Content spaced = read_gpx(gpx(waypoint("lat=\" +12.5 \" lon=\"40\"")));
  EXPECT_EQ(spaced.rows.at(0).wkb, geo::to_wkb(geo::Geometry::point({40, 12.5}))) << spaced.error;
}

TEST(Gpx, ATimeThatIsNoneIsKeptAsItStands) {
  const Content content = read_gpx(gpx(waypoint("lat=\"-12\" lon=\"40\"", "<time>15/03/2024 10:00</time>")));
  EXPECT_THAT(cells_of(content), ElementsAre(ElementsAre("15/03/2024 10:00"))) << content.error;
}

// What both read, GDAL's own driver reads alike.
TEST(Gpx, PointsAreThoseOfGdal) {
  const Folder folder;
  TestLayer layer;
  layer.name = "waypoints";
  layer.fields = {{"name", "text"}, {"desc", "text"}, {"ele", "real"}};
  for (int i = 0; i < 500; ++i) {
    const std::string n = std::to_string(i);
    layer.rows.push_back({"POINT (" + std::to_string(39 + 0.001 * i) + " " + std::to_string(-12.5 + 0.0013 * i) + ")",
                          {"p" + n, "d & <" + n + ">", n + ".5"}});
  }
  write_with_gdal("GPX", folder / "a.gpx", {layer});
  const Content content = read_file(folder / "a.gpx");
  ASSERT_EQ(content.rows.size(), 500U) << content.error;
  const GDALDatasetUniquePtr peer(GDALDataset::Open((folder / "a.gpx").c_str(), GDAL_OF_VECTOR));
  ASSERT_NE(peer, nullptr);
  std::size_t i = 0;
  for (const OGRFeatureUniquePtr& feature : *peer->GetLayerByName("waypoints")) {
    const OGRPoint& p = *feature->GetGeometryRef()->toPoint();
    EXPECT_EQ(content.rows[i].wkb, geo::to_wkb(geo::Geometry::point({p.getX(), p.getY()})));
    for (std::size_t c = 0; c < content.columns.size(); ++c) {
      EXPECT_EQ(cells_of(content)[i][c], feature->GetFieldAsString(content.columns[c].c_str())) << content.columns[c];
    }
    ++i;
  }
  EXPECT_EQ(i, 500U);
}

TEST(Gpx, WaypointsBecomeSites) {
  const Folder folder;
  const auto reader =
      importers::open(folder.write("a.gpx", gpx(pemba + waypoint("lat=\"0\" lon=\"0\"", "<name>sem sinal</name>"))), read_options());
  const Imported imported = import_from(*reader, "sites", options());
  EXPECT_EQ(imported.report.rows.read, 2);
  ASSERT_EQ(imported.rows.size(), 1U);
  EXPECT_EQ(imported.value(0, "name"), "Posto & fonte");
  EXPECT_EQ(imported.count("G3", importers::Action::quarantined), 1);
}

}  // namespace
}  // namespace importers_tests
