// SPDX-License-Identifier: Apache-2.0
// /imports, with an importer that only notes what it is asked: the real one is behind `bairro serve` (tests/app).
#include "api/jobs/imports.hpp"

#include "importers/report/report.hpp"
#include "tests/api/json.hpp"
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace {

using api_tests::body;
using api_tests::header;
using api_tests::Json;
using api_tests::target_of;
using testing::HasSubstr;

std::string empty_report() { return importers::to_json(importers::Report{}); }
const std::string report = empty_report();

class ImportsOverHttp : public testing::Test {
 protected:
  ImportsOverHttp() : registry(people.folder / "imports.db", [] { return geo::TimeMs{1'782'907'200'000}; }) {
    api::ImportsOptions options;
    options.accounts = people.accounts.get();
    options.clock = [] { return geo::TimeMs{1'782'907'200'000}; };
    options.folder = people.folder / "uploads";
    options.uploads = 2;
    options.file_bytes = 1'000'000;
    options.free_bytes = [this](const std::filesystem::path&) { return disk_bytes; };
    options.import_file = [this](const api::ImportAsked& asked, const std::filesystem::path& file, const std::string& name,
                                 const geo::Progress& progress) { return import(asked, file, name, progress); };
    imports = std::make_unique<api::Imports>(*people.store, registry, options);
    service = people.service_with([this](api::ServiceOptions& o) { o.imports = imports.get(); });
  }

  api::ImportOutcome import(const api::ImportAsked& asked, const std::filesystem::path& file, const std::string& name,
                            const geo::Progress& progress) {
    gate.pass();
    geo::stop_if_cancelled(progress);
    std::ifstream in(file, std::ios::binary);
    seen = {asked, file.filename().string(), std::string{std::istreambuf_iterator<char>(in), {}}, name};
    if (seen.content == "bad") { return {"", report, geo::Text{"the file is bad", "o ficheiro é mau"}}; }
    return {R"({"read":3,"inserted":2})", report, {}};
  }

  /// As the HTTP layer does it: first what is to be done with the body, then the request.
  api::Response send(const std::string& account, const std::string& query, const std::string& content,
                     std::vector<api::Header> headers = {}) {
    if (!account.empty()) { headers.push_back(people.bearer(account)); }
    api::Request request = api_tests::make_request("/imports" + query, std::move(headers), "POST");
    request.peer = "192.0.2.1";
    api::BodyPlan plan = service->body_plan(request);
    if (plan.refusal) { return *plan.refusal; }
    EXPECT_TRUE(plan.upload);
    EXPECT_TRUE(plan.upload->append(content));
    request.upload = std::move(plan.upload);
    return service->handle(request);
  }
  api::Response get(const std::string& account, const std::string& target, const std::string& method = "GET") {
    api::Request request = api_tests::make_request(target, {people.bearer(account)}, method);
    request.peer = "192.0.2.1";
    return service->handle(request);
  }
  std::string sent(const std::string& account, const std::string& query, const std::string& content) {
    const api::Response response = send(account, query, content);
    EXPECT_EQ(response.status, 201) << body(response);
    const std::string path = target_of(header(response, "Location"));
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(5);
    EXPECT_TRUE(imports->runner().wait(path.substr(path.rfind('/') + 1), until, {}));
    return path;
  }

  struct Seen {
    api::ImportAsked asked;
    std::string name, content, operator_name;
  };
  api_tests::People people;
  store::JobRegistry registry;
  Seen seen;
  test_support::Gate gate;
  std::uint64_t disk_bytes = std::uint64_t{1} << 40U;  ///< left
  std::unique_ptr<api::Imports> imports;
  std::unique_ptr<api::Service> service;
};

TEST_F(ImportsOverHttp, AFileIsImportedAsAsked) {
  const std::string path =
      sent("protection",
           "?collection=incidents&file-name=Mar%C3%A7o.csv&dry-run=true&complete=false&map=killed=mortos;injured=feridos"
           "&set=source_type=police&time-zone=Africa/Maputo",
           "a,b\n1,2\n");
  EXPECT_EQ(seen.content, "a,b\n1,2\n");
  EXPECT_EQ(seen.name, "Março.csv");
  EXPECT_EQ(seen.operator_name, "protection");
  EXPECT_TRUE(seen.asked.dry_run);
  EXPECT_FALSE(seen.asked.complete);
  EXPECT_EQ(seen.asked.time_zone, "Africa/Maputo");
  EXPECT_EQ(seen.asked.map, (std::vector<std::pair<std::string, std::string>>{{"killed", "mortos"}, {"injured", "feridos"}}));
  const Json job(get("protection", path));
  EXPECT_EQ(job.text("/status"), "done");
  EXPECT_EQ(job.integer("/counts/inserted"), 2);
  EXPECT_EQ(body(get("protection", path + "/report")), report);
  EXPECT_EQ(get("protection", path + "/report.csv").status, 200);
  EXPECT_THAT(body(get("protection", path + "?f=html")), HasSubstr("Março.csv"));
  EXPECT_EQ(Json(get("protection", "/imports")).elements("/imports").size(), 1U);
  EXPECT_EQ(get("protection", path, "DELETE").status, 200);
  EXPECT_EQ(get("protection", path).status, 404);
}

TEST_F(ImportsOverHttp, AFormOfThePage) {
  const std::string form =
      "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\x\\dados.csv\"\r\n\r\nq\r\nw\r\n--B\r\nContent-Disposition: "
      "form-data; "
      "name=\"collection\"\r\n\r\nsites\r\n--B\r\nContent-Disposition: form-data; name=\"profile\"\r\n\r\n\r\n--B--\r\n";
  const api::Response response = send("protection", "?f=html", form, {{"Content-Type", "multipart/form-data; boundary=B"}});
  EXPECT_EQ(response.status, 303) << body(response);
  const std::string page = target_of(header(response, "Location"));
  EXPECT_THAT(page, testing::EndsWith("?f=html"));
  const std::string id = page.substr(9, page.find('?') - 9);
  EXPECT_TRUE(imports->runner().wait(id, std::chrono::steady_clock::now() + std::chrono::minutes(5), {}));
  EXPECT_EQ(seen.name, "dados.csv");
  EXPECT_EQ(seen.content, "q\r\nw");
  EXPECT_EQ(seen.asked.collection, "sites");
  EXPECT_EQ(seen.asked.profile, "");
}

TEST_F(ImportsOverHttp, WhoMayNotSendsNothing) {
  for (const std::string account : {"", "visitor", "partner", "police", "programme", "admin", "editor"}) {
    EXPECT_EQ(send(account, "?collection=sites&file-name=a.csv", "x").status, account.empty() ? 401 : 403) << account;
  }
  EXPECT_EQ(send("protection-pemba", "?collection=sites&file-name=a.csv", "x").status, 403) << "bound to areas";
  EXPECT_EQ(seen.name, "");
  // A password would have to be looked at for long before the file is taken.
  EXPECT_EQ(send("", "?collection=sites&file-name=a.csv", "x", {people.basic("protection")}).status, 401);
  EXPECT_EQ(seen.name, "");
}

TEST_F(ImportsOverHttp, NobodyKnowsOfWhatOthersSent) {
  const std::string path = sent("protection", "?collection=sites&file-name=a.csv", "x");
  for (const std::string part : {"", "/report", "/report.csv"}) {
    EXPECT_EQ(get("editor", path + part).status, 404) << part;
    EXPECT_EQ(get("protection-pemba", path + part).status, 404) << part;
  }
  EXPECT_EQ(get("editor", path, "DELETE").status, 404);
  EXPECT_EQ(Json(get("editor", "/imports")).elements("/imports").size(), 0U);
}

TEST_F(ImportsOverHttp, ARefusedFileSaysWhy) {
  const std::string path = sent("protection", "?collection=sites&file-name=a.csv", "bad");
  const Json job(get("protection", path));
  EXPECT_EQ(job.text("/status"), "refused");
  EXPECT_EQ(job.text("/message"), "the file is bad");
  EXPECT_EQ(body(get("protection", path + "/report")), report);
  const auto trace = people.traces.back();
  EXPECT_EQ(trace.collection, "sites") << "a report quotes rows";
}

TEST_F(ImportsOverHttp, WhatIsWrongIsSaidAndNothingStays) {
  const auto refused = [&](const std::string& query, int status, const std::string& word) {
    const api::Response response = send("protection", query, "x");
    EXPECT_EQ(response.status, status) << query << body(response);
    EXPECT_THAT(body(response), HasSubstr(word)) << query;
  };
  refused("?file-name=a.csv", 400, "collection");
  refused("?collection=sites", 400, "file-name");
  refused("?collection=nosuch&file-name=a.csv", 404, "collection");
  refused("?collection=sites&file-name=a.csv&dry-run=yes", 400, "dry-run");
  refused("?collection=sites&file-name=a.csv&map=x", 400, "map");
  refused("?collection=sites&file-name=a.csv&colour=red", 400, "colour");
  EXPECT_EQ(send("protection", "?collection=sites&file-name=a.csv", "").status, 400);
  EXPECT_EQ(Json(get("protection", "/imports")).elements("/imports").size(), 0U);
  std::size_t left = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(people.folder / "uploads")) {
    left += entry.path().filename() == "lock" || entry.is_directory() ? 0 : 1;
  }
  EXPECT_EQ(left, 0U);
}

TEST_F(ImportsOverHttp, OneThatRunsCanBeStopped) {
  gate.close();
  const api::Response response = send("protection", "?collection=sites&file-name=a.csv", "x");
  const std::string path = target_of(header(response, "Location"));
  gate.wait_for_held(1);
  EXPECT_THAT(header(get("protection", path + "?f=html"), "Refresh"), "2");
  EXPECT_EQ(get("protection", path + "/report").status, 404) << "not yet";
  EXPECT_EQ(get("protection", path, "DELETE").status, 200);
  gate.open();
  EXPECT_TRUE(imports->runner().wait(path.substr(9), std::chrono::steady_clock::now() + std::chrono::minutes(5), {}));
  EXPECT_EQ(Json(get("protection", path)).text("/status"), "stopped");
}

TEST_F(ImportsOverHttp, AFormSentAgainIsTheSameThoughItsBoundaryIsNot) {
  const auto form = [&](const std::string& boundary, const std::string& content) {
    const std::string text = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n" + content +
                             "\r\n--" + boundary + "\r\nContent-Disposition: form-data; name=collection\r\n\r\nsites\r\n--" + boundary +
                             "--\r\n";
    return send("protection", "", text, {{"Idempotency-Key", "\"k\""}, {"Content-Type", "multipart/form-data; boundary=" + boundary}});
  };
  const std::string first = header(form("AAA", "x"), "Location");
  EXPECT_NE(first, "");
  EXPECT_EQ(header(form("BBB", "x"), "Location"), first);
  EXPECT_EQ(form("AAA", "y").status, 422);
}

TEST_F(ImportsOverHttp, SoManyFilesAreOnTheirWayAtOnce) {
  const auto first = imports->uploads().begin();
  const auto second = imports->uploads().begin();
  const api::Response response = send("protection", "?collection=sites&file-name=a.csv", "x");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(header(response, "Retry-After"), "30");
}

/// Twice the largest file, for the body and the file within, and 256 MB for the store.
TEST_F(ImportsOverHttp, ADiskThatIsNearlyFullTakesNoFile) {
  const std::string query = "?collection=sites&file-name=a.csv";
  disk_bytes = (std::uint64_t{256} << 20U) + 2'000'000 - 1;
  const api::Response response = send("protection", query, "x");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(header(response, "Retry-After"), "30");
  EXPECT_THAT(body(response), HasSubstr("disk"));
  EXPECT_EQ(seen.name, "");
  EXPECT_EQ(send("", query, "x").status, 401) << "strangers do not learn how full it is";
  EXPECT_EQ(send("editor", query, "x").status, 403);
  ++disk_bytes;
  (void)sent("protection", query, "x");
  EXPECT_EQ(seen.content, "x");
}

TEST_F(ImportsOverHttp, SentTwiceUnderOneKeyIsImportedOnce) {
  const std::vector<api::Header> key{{"Idempotency-Key", "\"k\""}};
  const std::string query = "?collection=sites&file-name=a.csv";
  const std::string first = header(send("protection", query, "x", key), "Location");
  EXPECT_EQ(header(send("protection", query, "x", key), "Location"), first);
  EXPECT_EQ(send("protection", query, "y", key).status, 422) << "another file";
  EXPECT_EQ(Json(get("protection", "/imports")).elements("/imports").size(), 1U);
}

}  // namespace
