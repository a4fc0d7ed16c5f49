// SPDX-License-Identifier: Apache-2.0
#include "tests/importers/hostile_files.hpp"

#include <zlib.h>

#include <cassert>
#include <string_view>
#include <utility>

namespace importers_tests {
namespace {

using Fate = HostileFile::Fate;
using Files = std::vector<HostileFile>;

std::string times(std::size_t n, std::string_view text) {
  std::string out;
  out.reserve(n * text.size());
  for (std::size_t i = 0; i < n; ++i) { out += text; }
  return out;
}

std::string gzip(const std::string& bytes) {
  z_stream z{};
  const int ok = deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
  assert(ok == Z_OK);
  (void)ok;
  std::string out(deflateBound(&z, bytes.size()) + 64, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

std::string utf16(std::string_view ascii, bool big) {
  std::string out = big ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : ascii) {
    out += big ? '\0' : c;
    out += big ? c : '\0';
  }
  return out;
}

const std::string head = "date,latitude,longitude\n";
std::string row(std::string_view lat, std::string_view lon) {
  return head + "2024-01-01," + std::string(lat) + "," + std::string(lon) + "\n";
}
std::string dated(std::string_view date) { return head + std::string(date) + ",-12.9,40.4\n"; }

std::string feature(std::string_view geometry, std::string_view properties = R"({"date":"2024-01-01"})") {
  return R"({"type":"Feature","properties":)" + std::string(properties) + R"(,"geometry":)" + std::string(geometry) + "}";
}
std::string collection(std::string_view features, std::string_view members = "") {
  return R"({"type":"FeatureCollection",)" + std::string(members) + R"("features":[)" + std::string(features) + "]}";
}
const std::string point = R"({"type":"Point","coordinates":[40.4,-12.9]})";

/// Text of another kind under a name of ours: what GDAL would open, follow and fetch.
void add_disguises(Files& files) {
  const std::string vrt =
      R"(<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>)";
  const std::string wfs = R"(<OGRWFSDataSource><URL>http://127.0.0.1:9/wfs</URL></OGRWFSDataSource>)";
  const std::string laughs = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><kml>&b;</kml>";
  for (const std::string& name : std::vector<std::string>{"x.csv", "x.geojson", "x.json", "x.tsv", "x.geojsonl"}) {
    files.push_back({"a VRT that names another file", name, vrt, "incidents", Fate::refused});
    files.push_back({"a WFS description", name, wfs, "incidents", Fate::refused});
    files.push_back({"XML with entities", name, laughs, "incidents", Fate::refused});
  }
  for (const std::string& bytes :
       std::vector<std::string>{std::string("\x7f"
                                            "ELF\x02\x01\x01\0\0",
                                            9),
                                std::string("MZ\x90\0\x03\0\0\0", 8), std::string("%PDF-1.7\n"), std::string("PK\x03\x04 junk"),
                                std::string("SQLite format 3\0junk", 20), std::string("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
                                std::string("\x89PNG\r\n\x1a\n\0\0", 10)}) {
    files.push_back({"binary under the name of a table", "x.csv", bytes, "incidents", Fate::refused});
    files.push_back({"binary under the name of GeoJSON", "x.geojson", bytes, "incidents", Fate::refused});
  }
  files.push_back({"JSON under the name of a table", "x.csv", collection(feature(point)), "incidents", Fate::refused});
  files.push_back({"a table under the name of GeoJSON", "x.geojson", row("-12.9", "40.4"), "incidents", Fate::refused});
  files.push_back({"HTML of a sign-in page", "x.csv", "<!DOCTYPE html><html><body>Login</body></html>", "incidents", Fate::refused});
  files.push_back(
      {"a server's error as JSON", "x.json", R"({"detail":"Authentication credentials were not provided."})", "incidents", Fate::refused});
}

void add_sizes(Files& files) {
  files.push_back({"nothing", "x.csv", "", "incidents", Fate::refused});
  files.push_back({"a byte order mark and nothing", "x.csv", "\xEF\xBB\xBF", "incidents", Fate::refused});
  files.push_back({"blank lines", "x.csv", times(1000, "\r\n"), "incidents", Fate::refused});
  files.push_back({"a header alone", "x.csv", head, "incidents", Fate::refused});
  files.push_back({"29 MB behind a quote that never closes", "x.csv", head + "\"" + times(29'000'000, "x"), "incidents", Fate::refused});
  files.push_back({"100,000 columns", "x.csv", times(99'999, "a,") + "a\n" + times(99'999, "1,") + "1\n", "incidents", Fate::refused});
  files.push_back({"one line of 20 MB without a delimiter", "x.csv", times(20'000'000, "x"), "incidents", Fate::refused});
  files.push_back({"a cell of 2 MB", "x.csv", row(times(2'000'000, "1"), "40.4"), "incidents", Fate::kept_out});
  files.push_back({"rows of 100,000 delimiters", "x.csv", head + times(20, times(100'000, ",") + "\n"), "incidents", Fate::kept_out});
  files.push_back({"a name of 1 MB", "x.csv", times(1'000'000, "n") + ",latitude,longitude,date\n1,-12.9,40.4,2024-01-01\n", "incidents",
                   Fate::refused});
  files.push_back({"an array 100,000 deep", "x.json", times(100'000, "["), "incidents", Fate::refused});
  files.push_back({"objects 100,000 deep", "x.geojson", times(100'000, "{\"a\":"), "incidents", Fate::refused});
  files.push_back({"deep properties", "x.geojson",
                   collection(feature(point, R"({"date":"2024-01-01","a":)" + times(5000, "[") + times(5000, "]") + "}")), "incidents",
                   Fate::refused});
  files.push_back({"collections of collections", "x.geojson",
                   collection(feature(times(30, R"({"type":"GeometryCollection","geometries":[)") + point + times(30, "]}"))), "incidents",
                   Fate::kept_out});
  files.push_back({"300 different properties", "x.geojson",
                   [] {
                     std::string all;
                     for (int i = 0; i < 300; ++i) { all += (i > 0 ? "," : "") + feature(point, "{\"p" + std::to_string(i) + "\":1}"); }
                     return collection(all);
                   }(),
                   "incidents", Fate::refused});
  files.push_back({"a feature of 70 MB", "x.geojson", collection(feature(point, "{\"a\":\"" + times(70'000'000, "x") + "\"}")), "incidents",
                   Fate::refused});
}

void add_compressed(Files& files) {
  const std::string bomb = gzip(head + times(40'000'000, ","));
  files.push_back({"a gzip bomb", "x.csv.gz", bomb, "incidents", Fate::refused});
  files.push_back({"a gzip bomb named plainly", "x.csv", bomb, "incidents", Fate::refused});
  files.push_back({"gzip inside gzip", "x.csv.gz", gzip(gzip(row("-12.9", "40.4"))), "incidents", Fate::refused});
  const std::string good = gzip(row("-12.9", "40.4"));
  files.push_back({"gzip cut short", "x.csv.gz", good.substr(0, good.size() - 9), "incidents", Fate::refused});
  std::string broken = good;
  broken[good.size() - 6] = static_cast<char>(broken[good.size() - 6] ^ 0x55);
  files.push_back({"gzip with a wrong checksum", "x.csv.gz", broken, "incidents", Fate::refused});
  files.push_back({"gzip with something behind it", "x.csv.gz", good + "junk", "incidents", Fate::refused});
  files.push_back({"bzip2", "x.csv.bz2", "BZh91AY&SY", "incidents", Fate::refused});
  files.push_back({"a zip bomb's head", "x.zip", "PK\x03\x04" + times(100, "0"), "incidents", Fate::refused});
}

void add_texts(Files& files) {
  files.push_back({"UTF-16 cut in a letter", "x.csv", utf16(row("-12.9", "40.4"), false) + "\x41", "incidents", Fate::harmless});
  files.push_back(
      {"UTF-16 surrogates alone", "x.csv", utf16(head, false) + std::string("\x00\xD8\x2C\x00\x0A\x00", 6), "incidents", Fate::kept_out});
  files.push_back({"UTF-16, big endian, one row in the sea", "x.csv", utf16(row("0", "0"), true), "incidents", Fate::kept_out});
  files.push_back({"NUL bytes in a cell", "x.csv",
                   head + std::string("2024-01-01,-12.9,4\0"
                                      "0\n",
                                      21),
                   "incidents", Fate::refused});
  files.push_back(
      {"overlong UTF-8", "x.csv", "place_name,latitude,longitude,date\n\xC0\xAF,-12.9,40.4,2024-01-01\n", "incidents", Fate::harmless});
  files.push_back({"directions turned round", "x.csv",
                   "place_name,latitude,longitude,date\n\xE2\x80\xAE"
                   "evil,-12.9,40.4,2024-01-01\n",
                   "incidents", Fate::harmless});
  files.push_back({"terminal escapes", "x.csv", "place_name,latitude,longitude,date\n\x1b[2J\x1b]0;x\x07,-12.9,40.4,2024-01-01\n",
                   "incidents", Fate::harmless});
  files.push_back({"formulas", "x.csv",
                   "place_name,latitude,longitude,date\n=cmd|' /C calc'!A0,-12.9,40.4,2024-01-01\n@SUM(1),-12.9,40.4,2024-01-01\n",
                   "incidents", Fate::harmless});
  files.push_back({"SQL", "x.csv", "place_name,latitude,longitude,date\n'); DROP TABLE row_incidents;--,-12.9,40.4,2024-01-01\n",
                   "incidents", Fate::harmless});
  files.push_back({"a script", "x.csv", "place_name,latitude,longitude,date\n<script>alert(1)</script>,-12.9,40.4,2024-01-01\n",
                   "incidents", Fate::harmless});
  files.push_back(
      {"format marks", "x.csv", "place_name,latitude,longitude,date\n%n%n%n{}{0},-12.9,40.4,2024-01-01\n", "incidents", Fate::harmless});
  files.push_back({"column names that are paths", "x.csv", "../../etc/passwd,latitude,longitude,date\nx,-12.9,40.4,2024-01-01\n",
                   "incidents", Fate::harmless});
  files.push_back({"column names that are our own", "x.csv",
                   "fid,rev,_deleted,rowid,uuid,source,latitude,longitude,date\n1,1,1,1,x,y,-12.9,40.4,2024-01-01\n", "incidents",
                   Fate::harmless});
  files.push_back({"the same column a hundred times", "x.csv",
                   times(100, "latitude,") + "longitude,date\n" + times(100, "-12.9,") + "40.4,2024-01-01\n", "incidents", Fate::harmless});
  files.push_back({"quotes everywhere", "x.csv", head + times(1000, "\"\"\"\"\"\",\"\"\"\n"), "incidents", Fate::kept_out});
  files.push_back({"carriage returns alone", "x.csv", "date,latitude,longitude\r2024-01-01,0,0\r", "incidents", Fate::kept_out});
  files.push_back({"rows too short and too long", "x.csv", head + "2024-01-01\n2024-01-01,1,2,3,4,5\n", "incidents", Fate::kept_out});
}

void add_values(Files& files) {
  for (const char* n : {"nan", "NaN", "inf", "-Infinity", "1e999", "-1e309", "0x10", "1_000", "--12", "1e", ".", "12.9.1",
                        "\xD9\xA1\xD9\xA2", "9999999999999999999999", "-91", "90.0000001"}) {
    files.push_back({"a latitude that is none", "x.csv", row(n, "40.4"), "incidents", Fate::kept_out});
  }
  for (const char* n : {"181", "-180.1", "1e300", "nan", "1e-400x"}) {
    files.push_back({"a longitude that is none", "x.csv", row("-12.9", n), "incidents", Fate::kept_out});
  }
  for (const char* d : {"0000-00-00", "2024-02-30", "2024-13-01", "99999-01-01", "-1-01-01", "9223372036854775807", "1e18",
                        "2024-01-01T25:00:00", "2024-01-01T00:00:00+99:99", "31/31/2024", "1901-01-01", "2999-01-01", "NaT"}) {
    files.push_back({"a date that is none", "x.csv", dated(d), "incidents", Fate::kept_out});
  }
  files.push_back({"null island", "x.csv", row("0", "0"), "incidents", Fate::kept_out});
  files.push_back({"numbers no field holds", "x.csv",
                   "date,latitude,longitude,killed,severity,confidentiality\n2024-01-01,-12.9,40.4,99999999999999999999,77,256\n",
                   "incidents", Fate::harmless});
  files.push_back({"a secret that wants to be public", "x.csv",
                   "date,latitude,longitude,category,confidentiality\n2024-01-01,-12.9,40.4,0301,0\n", "incidents", Fate::harmless});
  files.push_back({"a key of 100 KB", "x.csv", "_uuid,date,latitude,longitude\n" + times(60'000, "k") + ",2024-01-01,-12.9,40.4\n",
                   "incidents", Fate::harmless});
}

void add_geojson(Files& files) {
  const auto shape = [&](const char* what, const std::string& geometry, Fate fate) {
    files.push_back({what, "x.geojson", collection(feature(geometry)), "incidents", fate});
  };
  for (const char* g :
       {R"({"type":"Point","coordinates":[]})", R"({"type":"Point","coordinates":[1]})", R"({"type":"Point","coordinates":["40","-12"]})",
        R"({"type":"Point","coordinates":[40,null]})", R"({"type":"Point","coordinates":[1e999,0]})",
        R"({"type":"Point","coordinates":[[40,-12]]})", R"({"type":"Point","coordinates":{"x":40,"y":-12}})",
        R"({"type":"Blob","coordinates":[40,-12]})", R"({"type":"Point"})", R"({"coordinates":[40,-12]})", R"~("POINT(40 -12)")~",
        R"([40,-12])", R"({"type":"Point","coordinates":[400,-120]})", R"({"type":"Point","coordinates":[NaN,1]})"}) {
    shape("a point that is none", g, Fate::kept_out);
  }
  const auto area = [&](const char* what, const std::string& rings, Fate fate) {
    files.push_back({what, "x.geojson", collection(feature(R"({"type":"Polygon","coordinates":)" + rings + "}", R"({"csc_id":"C1"})")),
                     "catchments", fate});
  };
  area("a polygon without rings", "[]", Fate::kept_out);
  area("a ring without vertices", "[[]]", Fate::kept_out);
  area("a ring of two", "[[[40,-12],[41,-12],[40,-12]]]", Fate::kept_out);
  area("a ring on one line", "[[[40,-12],[41,-12],[42,-12],[40,-12]]]", Fate::kept_out);
  area("a ring of one place", "[[[40,-12],[40,-12],[40,-12],[40,-12]]]", Fate::kept_out);
  area("a ring with a hole in its numbers", "[[[40,-12],[41,null],[41,-13],[40,-12]]]", Fate::kept_out);
  area(
      "a ring of a million vertices over the earth",
      [] {
        std::string ring = "[[";
        for (int i = 0; i < 1'000'000; ++i) { ring += "[" + std::to_string(i % 179) + "," + std::to_string(i % 89) + "],"; }
        return ring + "[0,0]]]";
      }(),
      Fate::kept_out);
  for (const char* crs : {R"("crs":{"type":"link","properties":{"href":"http://127.0.0.1:9/crs","type":"proj4"}},)",
                          R"("crs":{"type":"name","properties":{"name":"/etc/passwd"}},)",
                          R"("crs":{"type":"name","properties":{"name":"+proj=pipeline +step +proj=hgridshift +grids=/etc/passwd"}},)",
                          R"("crs":{"type":"EPSG","properties":{"code":999999}},)", R"("crs":5,)"}) {
    files.push_back({"a coordinate system that leads elsewhere", "x.geojson", collection(feature(point), crs), "incidents", Fate::refused});
  }
  files.push_back({"cut in the middle", "x.geojson", collection(feature(point)).substr(0, 90), "incidents", Fate::refused});
  files.push_back({"something behind the end", "x.geojson", collection(feature(point)) + "{}", "incidents", Fate::refused});
  files.push_back({"no features", "x.geojson", collection(""), "incidents", Fate::refused});
  files.push_back(
      {"two lists of features", "x.geojson", R"({"type":"FeatureCollection","features":[],"features":[]})", "incidents", Fate::refused});
  files.push_back({"a member twice", "x.geojson", collection(R"({"type":"Feature","geometry":null,"geometry":null,"properties":{}})"),
                   "incidents", Fate::kept_out});
  files.push_back({"bytes that are no text", "x.geojson", collection(feature(point, "{\"a\":\"\xff\xfe\"}")), "incidents", Fate::kept_out});
  files.push_back(
      {"NUL in a text", "x.geojson", collection(feature(point, R"({"a":"x\u0000y","date":"2024-01-01"})")), "incidents", Fate::kept_out});
  files.push_back({"half a surrogate", "x.geojson", collection(feature(point, R"({"a":"\ud800"})")), "incidents", Fate::kept_out});
  files.push_back({"rows that are no objects", "x.json", R"([1,"a",null,[],true])", "incidents", Fate::kept_out});
  files.push_back({"a name with a prototype", "x.json",
                   R"([{"__proto__":{"lat":1},"constructor":2,"lat":-12.9,"lon":40.4,"date":"2024-01-01"}])", "incidents", Fate::harmless});
}

}  // namespace

std::vector<HostileFile> hostile_files() {
  Files files;
  add_disguises(files);
  add_sizes(files);
  add_compressed(files);
  add_texts(files);
  add_values(files);
  add_geojson(files);
  return files;
}

}  // namespace importers_tests
