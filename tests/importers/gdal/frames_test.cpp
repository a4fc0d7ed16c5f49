// SPDX-License-Identifier: Apache-2.0
// What the reading process may say, and that nothing else is believed.
#include "importers/gdal/frames.hpp"

#include "importers/gdal/protocol.hpp"

#include <gtest/gtest.h>

namespace importers_tests {
namespace {

using importers::ChildRefusal;
using importers::Frame;
using importers::FrameSource;

std::string frame(char kind, const std::string& payload) {
  std::string bytes(1, kind);
  for (unsigned i = 0; i < 4; ++i) { bytes += static_cast<char>(payload.size() >> (8 * i) & 0xffU); }
  return bytes + payload;
}

const std::string header =
    R"({"layer":"a","others":["b"],"crs":"EPSG:32737","crs_name":"x","rows":2,"unit":"feature","encoding":"UTF-8","encoding_guessed":false,"content":"features","tags":["#geo+lat"],"cell":[0.5,0.25],"serials_from_1904":true,"notes":[{"code":"links","detail":"2"}]})";
const std::string end_json =
    R"({"empty_rows":3,"left_out":[{"code":"nodata","detail":"7"}],"notes":[{"code":"merged-cells","detail":"2"}]})";

/// All rows, or the code of the refusal.
std::string read_all(const std::string& bytes, std::size_t chunk = 0) {
  try {
    FrameSource source(importers::memory_source(bytes, chunk));
    std::string all;
    char block[7];
    for (std::size_t n = 0; (n = source.read(block, sizeof block)) > 0;) { all.append(block, n); }
    EXPECT_EQ(source.read(block, sizeof block), 0U);
    EXPECT_EQ(source.end().empty_rows, 3);
    EXPECT_EQ(source.end().left_out.at(0), std::pair(std::string("nodata"), std::int64_t{7}));
    EXPECT_EQ(source.end().notes.at(0).second, "2");
    return "rows:" + all;
  } catch (const ChildRefusal& refusal) { return refusal.code; }
}

TEST(Frames, RowsComeOutWhole) {
  const std::string bytes =
      frame('H', header) + frame('R', "hello ") + frame('R', "") + frame('R', "world, and more") + frame('Z', end_json);
  for (const std::size_t chunk : {0, 1, 2, 3, 11}) { EXPECT_EQ(read_all(bytes, chunk), "rows:hello world, and more"); }
  const FrameSource source(importers::memory_source(bytes));
  EXPECT_EQ(source.header().layer, "a");
  EXPECT_EQ(source.header().others, std::vector<std::string>{"b"});
  EXPECT_EQ(source.header().crs, "EPSG:32737");
  EXPECT_EQ(source.header().rows, 2);
  EXPECT_EQ(source.header().notes.at(0).second, "2");
  EXPECT_EQ(source.header().tags, std::vector<std::string>{"#geo+lat"});
  EXPECT_EQ(source.header().cell, std::pair(0.5, 0.25));
  EXPECT_TRUE(source.header().serials_from_1904);
  EXPECT_FALSE(source.header().text);
}

TEST(Frames, CutAnywhereIsNoEnd) {
  const std::string bytes = frame('H', header) + frame('R', "hello") + frame('Z', end_json);
  for (std::size_t size = 0; size < bytes.size(); ++size) { EXPECT_EQ(read_all(bytes.substr(0, size), size % 3), "protocol") << size; }
  for (const char* more : {"x", "Z", "R"}) { EXPECT_EQ(read_all(bytes + more), "protocol"); }
  EXPECT_EQ(read_all(bytes + frame('R', "late")), "protocol");
  EXPECT_EQ(read_all(bytes + frame('Z', end_json)), "protocol");
}

TEST(Frames, ARefusalTakesTheirPlace) {
  const std::string refusal = frame('E', R"({"code":"layers","detail":"","names":["a","b"]})");
  EXPECT_EQ(read_all(refusal), "layers");
  EXPECT_EQ(read_all(frame('H', header) + refusal), "layers");
  EXPECT_EQ(read_all(frame('H', header) + frame('R', "half a row") + refusal), "layers");
}

TEST(Frames, NonsenseIsRefused) {
  const std::string end = frame('Z', end_json);
  for (const std::string& bytes :
       {frame('R', "x"), end, frame('X', "x"), frame('H', "") + end, frame('H', "[]") + end, frame('H', "{}") + end,
        frame('H', header + "}") + end, frame('H', header) + frame('H', header) + end, frame('H', header) + frame('Z', "{}"),
        frame('H', header) + frame('Z', R"({"empty_rows":-1,"left_out":[],"notes":[]})"),
        frame('H', header) + frame('Z', R"({"empty_rows":"3","left_out":[],"notes":[]})"), frame('E', "{}"),
        frame('E', R"({"code":1,"detail":"","names":[]})"), std::string("H\xff\xff\xff\xff", 5),
        "R" + std::string("\x01\x00\x10\x00", 4) + std::string(0x100001, 'x')}) {
    EXPECT_EQ(read_all(bytes), "protocol") << bytes.substr(0, 80);
  }
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{{"\"feature\"", "\"parsec\""},
                                                                                 {"\"UTF-8\"", "\"EBCDIC\""},
                                                                                 {"\"rows\":2", "\"rows\":2.5"},
                                                                                 {"\"rows\":2", "\"rows\":99999999999999999999"},
                                                                                 {"[\"b\"]", "[1]"},
                                                                                 {"\"layer\":\"a\",", ""},
                                                                                 {"false", "0"},
                                                                                 {"\"code\":", "\"kode\":"},
                                                                                 {"\"features\"", "\"program\""},
                                                                                 {"[0.5,0.25]", "[0.5]"},
                                                                                 {"[0.5,0.25]", "[0.5,-0.25]"},
                                                                                 {"[0.5,0.25]", "[0,1]"},
                                                                                 {"[\"#geo+lat\"]", "[7]"},
                                                                                 {"true", "1"}}) {
    std::string changed = header;
    changed.replace(changed.find(from), from.size(), to);
    EXPECT_EQ(read_all(frame('H', changed) + end), "protocol") << changed;
  }
  // What is left out is so by a rule for readers, and a number of rows.
  for (const char* left_out :
       {R"({"code":"G0","detail":"7"})", R"({"code":"nodata","detail":"-7"})", R"({"code":"nodata","detail":"many"})", "7"}) {
    EXPECT_EQ(read_all(frame('H', header) + frame('Z', std::string(R"({"empty_rows":3,"notes":[],"left_out":[)") + left_out + "]}")),
              "protocol");
  }
  std::string many = "[\"b\"";
  for (int i = 0; i < 100; ++i) { many += ",\"b\""; }
  std::string changed = header;
  changed.replace(changed.find("[\"b\""), 4, many);
  EXPECT_EQ(read_all(frame('H', changed) + end), "protocol");
}

TEST(Frames, ACrsThatNobodyKnowsIsNone) {
  for (const char* crs : {"EPSG:1;DROP", "IGNF:X", "http://evil/", "EPSG:-1"}) {
    std::string changed = header;
    changed.replace(changed.find("EPSG:32737"), 10, crs);
    const FrameSource source(importers::memory_source(frame('H', changed) + frame('Z', end_json)));
    EXPECT_EQ(source.header().crs, "") << crs;
  }
}

// Whatever the process quotes is shown as a quotation, and cannot choose our words.
TEST(Frames, SentencesQuote) {
  const importers::GdalFormat& format = *importers::gdal_format_with_id("gpkg");
  const auto sentence = [&](const ChildRefusal& refusal) { return refusal_error(refusal, "\"a.gpkg\"", format).text().en; };
  EXPECT_EQ(sentence({"no-such-layer", "x\x1b[31m{file}", {"a", "b\n"}}),
            "\"a.gpkg\" has no layer \"x\xef\xbf\xbd[31m{file}\"; it has: \"a\", \"b\xef\xbf\xbd\".");
  EXPECT_EQ(sentence({"archive-size", "200\x1b", {}}), "\"a.gpkg\" unpacks to more than \"200\xef\xbf\xbd\" bytes, the limit.");
  EXPECT_EQ(sentence({"nobody knows this", "x", {}}), sentence({"protocol", "", {}}));
  EXPECT_EQ(refusal_error({"sandbox", "x", {}}, "f", format).problem(), geo::Problem::unsupported);
  EXPECT_EQ(refusal_error({"views", "x", {}}, "f", format).problem(), geo::Problem::input);
  EXPECT_EQ(importers::note_text("unknown", "x").en, "");
}

}  // namespace
}  // namespace importers_tests
