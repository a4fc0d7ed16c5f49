// SPDX-License-Identifier: Apache-2.0
// Files of tiles over HTTP: who gets which, in parts, and what is none of them.
#include "api/exports.hpp"

#include "tests/api/file_bytes.hpp"
#include "tests/api/json.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"
#include "tiles/gzip.hpp"
#include "tiles/pmtiles_writer.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <sys/stat.h>

namespace {

namespace fs = std::filesystem;
using api_tests::body;
using api_tests::file_bytes;
using api_tests::header;
using api_tests::make_request;
using testing::HasSubstr;
using testing::Not;

std::string file_of(const std::string& role, const std::vector<std::string>& layers, int rows = 100) {
  std::string list;
  for (const std::string& layer : layers) { list += fmt::format(R"({}{{"id":"{}","fields":{{}}}})", list.empty() ? "" : ",", layer); }
  const std::string whose = role.empty() ? "" : fmt::format(R"("bairro:role":"{}",)", role);
  const std::string metadata =
      fmt::format(R"({{"name":"Mapa",{}"bairro:rows":"{}","bairro:export":"0123456789abcdef","vector_layers":[{}]}})", whose, rows, list);
  const std::string tile = tiles::gzip("tile of " + role);
  const tiles::PmtilesEntry entry{0, 0, static_cast<std::uint32_t>(tile.size()), 1};
  return tiles::pmtiles_head({0, 12, {30, -20, 41, -10}, metadata}, {&entry, 1}, tile.size()) + tile;
}

class ExportFiles : public testing::Test {
 protected:
  ExportFiles() {
    service = people.service_with([this](api::ServiceOptions& options) { options.exports = folder.path(); });
  }
  api::Response as(const std::string& account, const std::string& target, std::vector<api::Header> headers = {},
                   const std::string& method = "GET") {
    if (!account.empty()) { headers.push_back(people.bearer(account)); }
    return service->handle(make_request(target, std::move(headers), method));
  }
  std::set<std::string> listed(const std::string& account) {
    std::set<std::string> names;
    const api::Response response = as(account, "/exports");
    EXPECT_EQ(response.status, 200) << body(response);
    for (const api_tests::Json& file : api_tests::Json(response).elements("/exports")) { names.insert(file.text("/id")); }
    return names;
  }

  test_support::Folder folder;
  api_tests::People people;
  std::unique_ptr<api::Service> service;
};

TEST_F(ExportFiles, GoToWhoSeesAllThatIsInThem) {
  const std::vector<std::string> about_incidents{"incidents", "cscs"};
  folder.write("visitor.pmtiles", file_of("visitor", {"cscs"}));
  folder.write("partner.pmtiles", file_of("partner", {"cscs"}));
  folder.write("police.pmtiles", file_of("police", {"sites"}));
  folder.write("programme.pmtiles", file_of("programme", about_incidents));
  folder.write("pemba.pmtiles", file_of("programme@MZ0102", about_incidents));
  folder.write("protection.pmtiles", file_of("protection", about_incidents));
  folder.write("result.pmtiles", file_of("partner", {"r-0123"}));
  // What each of the roles may have, in plain words once more.
  const std::vector<std::pair<std::string, std::set<std::string>>> table = {
      {"", {"visitor.pmtiles"}},
      {"admin", {"visitor.pmtiles"}},
      {"police", {"visitor.pmtiles", "police.pmtiles"}},
      {"partner", {"visitor.pmtiles", "partner.pmtiles", "result.pmtiles"}},  // fields of sites to level 1, the police to 2
      {"programme", {"visitor.pmtiles", "partner.pmtiles", "police.pmtiles", "programme.pmtiles", "pemba.pmtiles", "result.pmtiles"}},
      {"editor", {"visitor.pmtiles", "partner.pmtiles", "police.pmtiles", "programme.pmtiles", "pemba.pmtiles", "result.pmtiles"}},
      {"programme-pemba", {"visitor.pmtiles", "pemba.pmtiles"}},
      {"partner-pemba", {"visitor.pmtiles"}},
      {"protection",
       {"visitor.pmtiles", "partner.pmtiles", "police.pmtiles", "programme.pmtiles", "pemba.pmtiles", "protection.pmtiles",
        "result.pmtiles"}},
      {"protection-pemba", {"visitor.pmtiles", "pemba.pmtiles"}},
  };
  for (const auto& [account, expected] : table) {
    EXPECT_EQ(listed(account), expected) << account;
    for (const std::string& name : folder.list()) {
      const api::Response response = as(account, "/exports/" + name);
      EXPECT_EQ(response.status, expected.count(name) == 1 ? 200 : 404) << account << ' ' << name;
      if (response.status == 404) { EXPECT_EQ(body(response).find("pmtiles"), std::string::npos) << "as if there were none"; }
    }
  }
}

TEST_F(ExportFiles, AreSentByRanges) {
  const std::string bytes = file_of("visitor", {"cscs"});
  folder.write("map.pmtiles", bytes);
  const api::Response whole = as("", "/exports/map.pmtiles");
  EXPECT_EQ(file_bytes(whole), bytes);
  EXPECT_EQ(header(whole, "Content-Type"), "application/vnd.pmtiles");
  EXPECT_EQ(header(whole, "Accept-Ranges"), "bytes");
  const std::string etag = header(whole, "ETag");
  ASSERT_FALSE(etag.empty());
  const api::Response part = as("", "/exports/map.pmtiles", {{"Range", "bytes=0-126"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(file_bytes(part), bytes.substr(0, 127));
  EXPECT_EQ(header(part, "Content-Range"), fmt::format("bytes 0-126/{}", bytes.size()));
  EXPECT_EQ(header(part, "ETag"), etag);
  EXPECT_EQ(as("", "/exports/map.pmtiles", {{"Range", fmt::format("bytes={}-", bytes.size())}}).status, 416);
  EXPECT_EQ(as("", "/exports/map.pmtiles", {{"If-None-Match", etag}}).status, 304);
  EXPECT_EQ(as("", "/exports/map.pmtiles", {}, "HEAD").status, 200);
  EXPECT_EQ(as("", "/exports/map.pmtiles", {{"Range", "bytes=0-126"}, {"If-Range", "\"another\""}}).status, 200);
  EXPECT_EQ(as("", "/exports/map.pmtiles", {}, "POST").status, 405);
}

TEST_F(ExportFiles, AreOthersWhenTheyAreReplaced) {
  folder.write("map.pmtiles", file_of("visitor", {"cscs"}));
  const std::string etag = header(as("", "/exports/map.pmtiles"), "ETag");
  EXPECT_EQ(header(as("", "/exports/map.pmtiles"), "ETag"), etag);
  folder.write("new", file_of("visitor", {"cscs"}));
  fs::rename(folder / "new", folder / "map.pmtiles");
  EXPECT_NE(header(as("", "/exports/map.pmtiles"), "ETag"), etag);
  EXPECT_EQ(as("", "/exports/map.pmtiles", {{"Range", "bytes=0-9"}, {"If-Range", etag}}).status, 200) << "no part of another file";
  // Overwritten with what visitors must not see: at once.
  folder.write("map.pmtiles", file_of("protection", {"incidents"}));
  EXPECT_EQ(as("", "/exports/map.pmtiles").status, 404);
  EXPECT_EQ(as("protection", "/exports/map.pmtiles").status, 200);
  fs::remove(folder / "map.pmtiles");
  EXPECT_EQ(as("protection", "/exports/map.pmtiles").status, 404);
}

TEST_F(ExportFiles, TheirListIsThatOfTheFolderNow) {
  const auto list = [&] { return std::string(body(as("protection", "/exports"))); };
  EXPECT_THAT(list(), Not(HasSubstr("late.pmtiles")));
  folder.write("late.pmtiles", file_of("visitor", {"cscs"}));
  EXPECT_THAT(list(), HasSubstr("late.pmtiles")) << "though nothing was written to the store";
  fs::remove(folder / "late.pmtiles");
  EXPECT_THAT(list(), Not(HasSubstr("late.pmtiles")));
}

TEST_F(ExportFiles, LeaveATraceOfTheirShareOfTheRows) {
  folder.write("p.pmtiles", file_of("programme", {"incidents", "cscs"}, 1000));
  folder.write("v.pmtiles", file_of("visitor", {"cscs"}, 1000));
  people.traces.clear();
  (void)as("programme", "/exports/p.pmtiles", {}, "HEAD");
  (void)as("programme", "/exports/v.pmtiles");
  for (const api::Trace& trace : people.traces) { EXPECT_NE(trace.kind, api::Trace::Kind::read); }
  const std::uint64_t size = as("programme", "/exports/p.pmtiles").part.size;
  std::uint64_t rows = 0;
  for (std::uint64_t at = 0; at < size; at += 100) {
    (void)as("programme", "/exports/p.pmtiles", {{"Range", fmt::format("bytes={}-{}", at, at + 99)}});
  }
  int looks = 0;
  for (const api::Trace& trace : people.traces) {
    if (trace.kind != api::Trace::Kind::read) { continue; }
    ++looks;
    EXPECT_EQ(trace.collection, "incidents,cscs");
    EXPECT_EQ(trace.export_id, "0123456789abcdef");
    rows += trace.rows;
  }
  EXPECT_GT(looks, 3);
  EXPECT_GE(rows, 2000U) << "once whole, once in pieces";
  EXPECT_LE(rows, 2000U + static_cast<std::uint64_t>(looks));
}

TEST_F(ExportFiles, NothingElseIsThere) {
  const std::string good = file_of("visitor", {"cscs"});
  folder.write("good.pmtiles", good);
  folder.write("norole.pmtiles", file_of("", {"cscs"}));
  folder.write("unknownrole.pmtiles", file_of("emperor", {"cscs"}));
  folder.write("nolayers.pmtiles", file_of("visitor", {}));
  folder.write("cut.pmtiles", good.substr(0, good.size() - 1));
  folder.write("noise.pmtiles", std::string(500, 'x'));
  folder.write("empty.pmtiles", "");
  folder.write(".hidden.pmtiles", good);
  folder.write("other.txt", good);
  folder.write("with space.pmtiles", good);
  fs::create_directory(folder / "folder.pmtiles");
  const test_support::Folder elsewhere;
  elsewhere.write("secret.pmtiles", good);
  fs::create_symlink(elsewhere / "secret.pmtiles", folder / "link.pmtiles");
  ASSERT_EQ(::mkfifo((folder / "pipe.pmtiles").c_str(), 0600), 0);
  EXPECT_EQ(listed("protection"), std::set<std::string>{"good.pmtiles"});
  for (const std::string& name : folder.list()) {
    if (name == "good.pmtiles") { continue; }
    EXPECT_EQ(as("protection", "/exports/" + (name == "with space.pmtiles" ? "with%20space.pmtiles" : name)).status, 404) << name;
  }
  for (const char* target : {"/exports/..%2Fsecret.pmtiles", "/exports/%2E%2E", "/exports/good.pmtiles%2F"}) {
    const int status = as("protection", target).status;
    EXPECT_TRUE(status == 404 || status == 400) << target << status;
  }
}

TEST_F(ExportFiles, AreNoneUnlessAFolderIsGiven) {
  folder.write("map.pmtiles", file_of("visitor", {"cscs"}));
  EXPECT_THAT(std::string(body(people.as("protection", "/exports"))), HasSubstr(R"("exports":[])"));
  EXPECT_EQ(people.as("protection", "/exports/map.pmtiles").status, 404);
}

}  // namespace
