// SPDX-License-Identifier: Apache-2.0
// A result of every method there is, over the sample: its tiles must carry what its style asks for, and its rows must be told apart by it.
#include "geo/analysis/method.hpp"
#include "geo/analysis/request.hpp"
#include "geo/look/look.hpp"
#include "store/sqlite_store.hpp"
#include "tests/app/process.hpp"
#include "tests/app/sample.hpp"
#include "tiles/documents.hpp"
#include "tiles/tile_source.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace {

/// The names behind an operation of filters such as `["get","level"]`.
std::set<std::string> names_after(const std::string& style, const std::string& operation) {
  std::set<std::string> names;
  const std::string mark = "[\"" + operation + "\",\"";
  for (std::size_t at = style.find(mark); at != std::string::npos; at = style.find(mark, at + 1)) {
    const std::size_t begin = at + mark.size();
    names.insert(style.substr(begin, style.find('"', begin) - begin));
  }
  return names;
}

TEST(ResultMaps, OfEveryMethodCarryWhatTheirStyleAsksFor) {
  const app_test::Folder folder;
  const std::string file = (folder / "store.db").string();
  for (const char* end : {"", ".audit-key"}) { std::filesystem::copy_file(app_test::sample_store() + end, file + end); }
  for (const geo::AnalysisMethod& method : geo::analysis_methods()) {
    const app_test::Outcome made = app_test::bairro({"--store", file, "analyse", std::string(method.id)});
    ASSERT_EQ(made.exit_code, 0) << method.id << ": " << made.err;
  }
  const auto store = store::open_sqlite(file);
  std::size_t maps = 0;
  std::size_t results = 0;
  for (const geo::Collection& c : store->catalog().collections) {
    if (!c.result) { continue; }
    ++results;
    const std::string& method = c.result->method;
    const auto view = store->view(c.id, geo::role_named("programme"));
    const geo::Look look = geo::look_of(c);
    EXPECT_EQ(look.field.empty(), c.geometry == geo::GeometryType::none)
        << method << ": a map without a look of its own, or a table with one";
    if (c.geometry == geo::GeometryType::none) { continue; }
    ++maps;
    std::set<std::string> carried;
    for (const geo::Field* field : tiles::tile_fields(c)) { carried.insert(field->name); }
    EXPECT_TRUE(carried.contains(look.field)) << method;
    const std::string style = tiles::style(*view, {"http://localhost/{z}/{y}/{x}", &geo::Text::en});
    for (const char* operation : {"get", "has"}) {
      for (const std::string& name : names_after(style, operation)) { EXPECT_TRUE(carried.contains(name)) << method << ' ' << name; }
    }
    EXPECT_FALSE(names_after(style, "get").empty()) << method;
    for (const geo::LookClass& each : look.classes) { EXPECT_NE(style.find(each.colour), std::string::npos) << method << ' ' << each.part; }
  }
  EXPECT_EQ(results, geo::analysis_methods().size());
  EXPECT_EQ(maps, geo::analysis_methods().size() - 3);
}

}  // namespace
