// SPDX-License-Identifier: Apache-2.0
// Somebody else writes while a request is at work: before each of its steps in turn, so that no order of them is left to chance.
#include "tests/api/people.hpp"
#include "tests/api/service_fixture.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

using api_tests::body;
using api_tests::header;
using api_tests::Json;

namespace {

constexpr const char* items = "/collections/incidents/items";
constexpr const char* robbery =
    R"({"type":"Feature","geometry":{"type":"Point","coordinates":[40.5,-13]},"properties":{"category":"0401","occurred_from":"2026-03-01T10:00:00+02:00","killed":0,"injured":0}})";

/// A store that says when it is asked for something: `before` is called with the number of the step, from 1.
class WatchedStore final : public store::Store {
 public:
  explicit WatchedStore(store::Store& inner) : m_inner(inner) {}
  void watch(std::function<void(int step)> before) {
    m_before = std::move(before);
    m_step = 0;
  }
  [[nodiscard]] int steps() const { return m_step; }

  [[nodiscard]] std::shared_ptr<const geo::View> view(const std::string& collection, const geo::Role& role) override {
    say();
    return m_inner.view(collection, role);
  }
  geo::BatchOutcome edit(const geo::BatchInfo& info, const std::vector<geo::Edit>& edits) override {
    say();
    return m_inner.edit(info, edits);
  }
  [[nodiscard]] geo::Catalog catalog() const override { return m_inner.catalog(); }
  [[nodiscard]] store::StoreInfo info() const override { return m_inner.info(); }
  void add_field(const std::string& c, const geo::Field& f) override { m_inner.add_field(c, f); }
  void add_collection(const geo::Collection& c) override { m_inner.add_collection(c); }
  void add_result(const geo::Collection& c, const std::vector<geo::Row>& rows) override { m_inner.add_result(c, rows); }
  void keep_result(const std::string& id, std::optional<geo::TimeMs> until) override { m_inner.keep_result(id, until); }
  void remove_result(const std::string& id) override { m_inner.remove_result(id); }
  [[nodiscard]] std::optional<geo::BatchId> find_import(const geo::BatchInfo& i) const override { return m_inner.find_import(i); }
  [[nodiscard]] std::unique_ptr<geo::BatchWriter> begin(const geo::BatchInfo& i) override { return m_inner.begin(i); }
  geo::BatchOutcome undo(geo::BatchId batch) override { return m_inner.undo(batch); }
  [[nodiscard]] geo::BatchOutcome plan_undo(geo::BatchId batch) override { return m_inner.plan_undo(batch); }
  [[nodiscard]] std::vector<store::BatchRecord> batches() const override { return m_inner.batches(); }
  [[nodiscard]] std::optional<store::BatchRecord> batch(geo::BatchId id) const override { return m_inner.batch(id); }
  [[nodiscard]] std::vector<geo::RejectedRow> rejected(geo::BatchId id) const override { return m_inner.rejected(id); }
  [[nodiscard]] std::vector<store::QuarantinedRow> quarantine(const std::string& c) const override { return m_inner.quarantine(c); }
  [[nodiscard]] std::map<std::string, std::int64_t> quarantine_counts() const override { return m_inner.quarantine_counts(); }
  [[nodiscard]] std::vector<store::RowVersion> history(const std::string& c, geo::Fid fid, const geo::Role& role) const override {
    return m_inner.history(c, fid, role);
  }
  [[nodiscard]] std::optional<geo::Fid> find_row(const std::string& c, const std::string& source, const std::string& key,
                                                 const geo::Role& role) const override {
    return m_inner.find_row(c, source, key, role);
  }

 private:
  void say() {
    ++m_step;
    if (m_before) { m_before(m_step); }
  }
  store::Store& m_inner;
  std::function<void(int)> m_before;
  int m_step = 0;
};

struct Sent {
  std::string method, content, type;
};
const Sent patch{"PATCH", R"({"properties":{"killed":7}})", "application/merge-patch+json"};
const Sent put{"PUT", robbery, "application/geo+json"};
const Sent removal{"DELETE", "", ""};

class WriteRace : public testing::Test {
 protected:
  api::Response send(api::Service& through, const std::string& account, const std::string& target, const Sent& sent,
                     const std::string& if_match = "") {
    std::vector<api::Header> headers{people.bearer(account)};
    if (!sent.type.empty()) { headers.push_back({"Content-Type", sent.type}); }
    if (!if_match.empty()) { headers.push_back({"If-Match", if_match}); }
    api::Request request = api_tests::make_request(target, std::move(headers), sent.method);
    request.body = sent.content;
    return through.handle(request);
  }
  std::string created() {
    const api::Response response = send(*people.service, "protection", items, {"POST", robbery, "application/geo+json"});
    EXPECT_EQ(response.status, 201) << body(response);
    return api_tests::target_of(header(response, "Location"));
  }
  api::Response read(const std::string& feature, const std::string& account = "editor") { return people.as(account, feature); }
  /// The other one, who goes another way to the same store.
  void rival_writes(const std::string& feature, const std::string& properties, const std::string& account = "protection") {
    const api::Response response =
        send(*people.service, account, feature, {"PATCH", R"({"properties":{)" + properties + "}}", "application/merge-patch+json"});
    EXPECT_EQ(response.status, 204) << body(response);
  }

  /// Runs `attempt` with the other one's writing before its first step, its second, … until it has no such step; `judge` sees how each
  /// one ended. Gives the number of steps.
  int at_each_step(const std::function<void(const std::string& feature)>& rival,
                   const std::function<api::Response(const std::string& feature)>& attempt,
                   const std::function<void(const std::string& feature, const api::Response&, int step)>& judge) {
    for (int step = 1;; ++step) {
      const std::string feature = created();
      bool has_written = false;
      watched.watch([&](int now) {
        if (now != step || has_written) { return; }
        has_written = true;
        rival(feature);
      });
      const api::Response response = attempt(feature);
      watched.watch({});
      if (!has_written) { return step - 1; }
      judge(feature, response, step);
    }
  }

  api_tests::People people;
  WatchedStore watched{*people.store};
  api::Service raced{watched, people.service_options};
};

/// A state that is named is the one that is replaced, whenever the other one comes: never is a change lost without a word.
TEST_F(WriteRace, WhoNamesAStateNeverWritesOverAnother) {
  for (const Sent& sent : {patch, put, removal}) {
    std::string tag;
    const int steps = at_each_step([&](const std::string& feature) { rival_writes(feature, R"("killed":3)"); },
                                   [&](const std::string& feature) {
                                     tag = header(read(feature), "ETag");
                                     return send(raced, "editor", feature, sent, tag);
                                   },
                                   [&](const std::string& feature, const api::Response& response, int step) {
                                     EXPECT_EQ(response.status, 412) << sent.method << " before step " << step;
                                     EXPECT_EQ(Json(read(feature)).integer("/properties/killed"), 3)
                                         << sent.method << " before step " << step;
                                   });
    EXPECT_GE(steps, 4) << "views of who may write, of the whole and of the role, and the edit";
  }
}

/// What the role does not see is no state of its own to name, and is kept all the same.
TEST_F(WriteRace, WhatTheRoleDoesNotSeeOutlivesIt) {
  for (const Sent& sent : {patch, put}) {
    (void)at_each_step([&](const std::string& feature) { rival_writes(feature, R"("gbv":false)"); },
                       [&](const std::string& feature) { return send(raced, "editor", feature, sent); },
                       [&](const std::string& feature, const api::Response& response, int step) {
                         EXPECT_EQ(response.status, 204) << sent.method << " before step " << step << body(response);
                         const Json whole(read(feature, "protection"));
                         EXPECT_FALSE(whole.is_null("/properties/gbv")) << sent.method << " before step " << step;
                         EXPECT_EQ(whole.integer("/properties/killed"), sent.method == "PATCH" ? 7 : 0);
                       });
  }
}

/// A patch without a state changes what it names and nothing else, of the row as it is by then.
TEST_F(WriteRace, APatchKeepsWhatItDoesNotName) {
  for (const std::string if_match : {"", "*"}) {
    const int steps = at_each_step([&](const std::string& feature) { rival_writes(feature, R"("injured":5)"); },
                                   [&](const std::string& feature) { return send(raced, "editor", feature, patch, if_match); },
                                   [&](const std::string& feature, const api::Response& response, int step) {
                                     EXPECT_EQ(response.status, 204) << "before step " << step << body(response);
                                     const Json now(read(feature));
                                     EXPECT_EQ(now.integer("/properties/killed"), 7) << "before step " << step;
                                     EXPECT_EQ(now.integer("/properties/injured"), 5) << "before step " << step;
                                   });
    EXPECT_GE(steps, 4);
  }
}

/// The other one may take the row away, or what one may see of it.
TEST_F(WriteRace, WhatIsGoneMeanwhileIsNotWritten) {
  (void)at_each_step([&](const std::string& feature) { EXPECT_EQ(send(*people.service, "protection", feature, removal).status, 204); },
                     [&](const std::string& feature) { return send(raced, "editor", feature, patch); },
                     [&](const std::string& feature, const api::Response& response, int step) {
                       EXPECT_EQ(response.status, 404) << "before step " << step;
                       EXPECT_EQ(read(feature, "protection").status, 404) << "before step " << step << ": it came back";
                     });
  (void)at_each_step([&](const std::string& feature) { rival_writes(feature, R"("confidentiality":3)"); },
                     [&](const std::string& feature) { return send(raced, "editor", feature, patch); },
                     [&](const std::string& feature, const api::Response& response, int step) {
                       EXPECT_EQ(response.status, 404) << "before step " << step;
                       const Json whole(read(feature, "protection"));
                       EXPECT_EQ(whole.integer("/properties/confidentiality"), 3) << "before step " << step;
                       EXPECT_EQ(whole.integer("/properties/killed"), 0) << "before step " << step;
                     });
}

/// Somebody who never stops does not hold a request for ever; nothing of it is written then.
TEST_F(WriteRace, WhoIsAlwaysTooLateIsToldSo) {
  const std::string feature = created();
  int wounded = 0;
  watched.watch([&](int) { rival_writes(feature, R"("injured":)" + std::to_string(++wounded)); });
  const api::Response response = send(raced, "editor", feature, patch);
  watched.watch({});
  EXPECT_EQ(response.status, 409) << body(response);
  EXPECT_EQ(Json(read(feature)).integer("/properties/killed"), 0);
  EXPECT_EQ(Json(read(feature)).integer("/properties/injured"), wounded);
}

}  // namespace
