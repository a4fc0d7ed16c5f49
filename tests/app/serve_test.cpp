// SPDX-License-Identifier: Apache-2.0
// A running server beside imports by another process.
#include "tests/app/process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <set>
#include <signal.h>
#include <sstream>
#include <thread>

namespace {

using app_test::Answer;
using app_test::bairro;
using app_test::Child;
using app_test::Folder;
using app_test::get;
using app_test::Server;

std::string incidents(int first, int count) {
  std::ostringstream csv;
  csv << "_uuid,date,category,latitude,longitude\n";
  for (int i = first; i < first + count; ++i) {
    csv << "k" << i << ",2024-01-" << (i % 28 < 9 ? "0" : "") << i % 28 + 1 << ",0401," << -12.0 - (i % 1000) * 0.001 << ','
        << 39.0 + (i % 777) * 0.001 << '\n';
  }
  return csv.str();
}

/// The number behind `"name":` in a JSON text; -1 when it is not there.
long number(const std::string& json, const std::string& name) {
  const std::size_t at = json.find('"' + name + "\":");
  return at == std::string::npos ? -1 : std::atol(json.c_str() + at + name.size() + 3);
}

std::vector<long> ids(const std::string& json) {
  std::vector<long> found;
  const std::string mark = "\"Feature\",\"id\":";
  for (std::size_t at = json.find(mark); at != std::string::npos; at = json.find(mark, at + 1)) {
    found.push_back(std::atol(json.c_str() + at + mark.size()));
  }
  return found;
}

/// Target of the link with rel "next"; empty when there is none.
std::string next_target(const std::string& json) {
  const std::size_t rel = json.find("\"rel\":\"next\"");
  if (rel == std::string::npos) { return ""; }
  const std::size_t href = json.rfind("\"href\":\"", rel) + 8;
  const std::string url = json.substr(href, json.find('"', href) - href);
  return url.substr(url.find('/', url.find("//") + 2));
}

TEST(Serve, AnImportByAnotherProcessIsSeenWithinASecondWhileReadsGoOn) {
  const Folder folder;
  const std::string store = (folder / "s.db").string();
  ASSERT_EQ(bairro({"--store", store, "import", "incidents", folder.file("a.csv", incidents(0, 5000))}).exit_code, 0);
  Server server(folder, store);
  std::atomic<bool> stop{false};
  std::atomic<int> bad{0};
  std::thread reader([&] {
    while (!stop) {
      const Answer answer = get(server.port(), "/collections/incidents/items?limit=50&bbox=39,-13,40,-12");
      if (answer.status != 200 || ids(answer.body).size() != 50) { ++bad; }
    }
  });
  ASSERT_EQ(bairro({"--store", store, "import", "incidents", folder.file("b.csv", incidents(5000, 3000))}).exit_code, 0);
  long seen = 0;
  const auto committed = std::chrono::steady_clock::now();
  while (seen != 8000 && std::chrono::steady_clock::now() - committed < std::chrono::seconds(20)) {
    seen = number(get(server.port(), "/collections/incidents/items?limit=1").body, "numberMatched");
  }
  const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - committed);
  stop = true;
  reader.join();
  EXPECT_EQ(seen, 8000);
  EXPECT_EQ(bad, 0);
  RecordProperty("seen_after_ms", static_cast<int>(waited.count()));
}

TEST(Serve, PagesGoThroughEveryRowOnceWhileImportsRun) {
  const Folder folder;
  const std::string store = (folder / "s.db").string();
  ASSERT_EQ(bairro({"--store", store, "import", "incidents", folder.file("a.csv", incidents(0, 6000))}).exit_code, 0);
  Server server(folder, store);
  std::atomic<bool> stop{false};
  std::thread importer([&] {
    for (int i = 0; !stop; ++i) {
      // Half of the rows are new, half correct older ones.
      std::string content = incidents(6000 + 300 * i, 300);
      std::string old = incidents(100 * i % 5000, 300);
      for (std::size_t at = old.find("0401"); at != std::string::npos; at = old.find("0401", at + 1)) { old.replace(at, 4, "0502"); }
      content += old.substr(old.find('\n') + 1);
      ASSERT_EQ(
          bairro({"--quiet", "--store", store, "import", "incidents", folder.file("b" + std::to_string(i) + ".csv", content)}).exit_code,
          0);
    }
  });
  for (int round = 0; round < 3; ++round) {
    std::vector<long> all;
    std::string target = "/collections/incidents/items?limit=97";
    while (!target.empty()) {
      const Answer answer = get(server.port(), target);
      ASSERT_EQ(answer.status, 200) << answer.body;
      for (const long id : ids(answer.body)) { all.push_back(id); }
      target = next_target(answer.body);
    }
    EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
    const std::set<long> distinct(all.begin(), all.end());
    EXPECT_EQ(distinct.size(), all.size()) << "a row came twice";
    for (long id = 1; id <= 6000; ++id) { EXPECT_EQ(distinct.count(id), 1U) << "row " << id << " was passed over"; }
  }
  stop = true;
  importer.join();
}

TEST(Serve, TermUnderLoadLosesNoAnswer) {
  const Folder folder;
  const std::string store = (folder / "s.db").string();
  ASSERT_EQ(bairro({"--store", store, "import", "incidents", folder.file("a.csv", incidents(0, 3000))}).exit_code, 0);
  for (int round = 0; round < 5; ++round) {
    Server server(folder, store);
    std::atomic<bool> stop{false};
    std::atomic<int> whole{0};
    std::atomic<int> broken{0};
    std::vector<std::thread> clients;
    for (int c = 0; c < 8; ++c) {
      clients.emplace_back([&] {
        while (!stop) {
          // No connection at all is fine once the server has stopped listening; half an answer never is.
          const Answer answer = get(server.port(), "/collections/incidents/items?limit=1000");
          if (answer.status == 200) {
            ++whole;
          } else if (!answer.head.empty()) {
            ++broken;
          }
        }
      });
    }
    while (whole < 20) { std::this_thread::sleep_for(std::chrono::milliseconds(5)); }
    server.child().signal(SIGTERM);
    EXPECT_EQ(server.child().wait(), 0);
    stop = true;
    for (std::thread& client : clients) { client.join(); }
    EXPECT_EQ(broken, 0);
  }
}

TEST(Serve, StrangersAreTurnedAway) {
  const Folder folder;
  const std::string store = (folder / "s.db").string();
  ASSERT_EQ(bairro({"--store", store, "import", "incidents", folder.file("a.csv", incidents(0, 10))}).exit_code, 0);
  Server server(folder, store);
  EXPECT_EQ(get(server.port(), "/", "Origin: http://evil.example\r\n").status, 403);
  EXPECT_NE(get(server.port(), "/", "Host: evil.example\r\n").status, 200) << "a second Host";
  const Answer answer = get(server.port(), "/collections/incidents/items?limit=1");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.head.find("Access-Control"), std::string::npos);
}

TEST(Serve, PagesOfListedOriginsMayRead) {
  const Folder folder;
  const std::string store = (folder / "s.db").string();
  ASSERT_EQ(bairro({"--store", store, "import", "incidents", folder.file("a.csv", incidents(0, 10))}).exit_code, 0);
  const std::string config = folder.file("bairro.toml", "cors = [\"https://maps.example.org\"]\n");
  Server by_file(folder, store, {"--open", "--config", config});
  Server by_line(folder, store, {"--open", "--config", config, "--cors", "http://localhost:5173", "--cors", "https://Other.example:443"});
  const auto shared = [](const Server& server, const std::string& origin) {
    const Answer answer = get(server.port(), "/collections/incidents/items?limit=1", "Origin: " + origin + "\r\n");
    return answer.status == 200 && answer.head.find("Access-Control-Allow-Origin: " + origin + "\r\n") != std::string::npos;
  };
  EXPECT_TRUE(shared(by_file, "https://maps.example.org"));
  EXPECT_FALSE(shared(by_file, "http://localhost:5173"));
  EXPECT_TRUE(shared(by_line, "http://localhost:5173"));
  EXPECT_TRUE(shared(by_line, "https://other.example"));
  EXPECT_FALSE(shared(by_line, "https://maps.example.org")) << "the command line's, else the configuration's";
}

TEST(Serve, OriginsThatCannotBeAreSaid) {
  const Folder folder;
  const std::string store = (folder / "s.db").string();
  ASSERT_EQ(bairro({"--store", store, "import", "incidents", folder.file("a.csv", incidents(0, 10))}).exit_code, 0);
  const struct {
    std::vector<std::string> arguments;
    const char* says;
  } cases[] = {
      {{"serve", "--open", "--cors", "https://a.example/b"}, "\"https://a.example/b\" is not an origin"},
      {{"serve", "--open", "--cors", "null"}, "is not an origin"},
      {{"serve", "--open", "--cors", "*"}, "list the origins"},
      {{"--config", folder.file("1.toml", "cors = \"*\"\n"), "serve", "--open"}, "line 1: 'cors' must be a list"},
      {{"--config", folder.file("2.toml", "\ncors = [\"https://a.example\", 1]\n"), "serve", "--open"}, "line 2: 'cors' must be a list"},
      {{"--lang", "pt", "serve", "--open", "--cors", "x"}, "não é uma origem"},
  };
  for (const auto& c : cases) {
    std::vector<std::string> arguments{"--store", store};
    arguments.insert(arguments.end(), c.arguments.begin(), c.arguments.end());
    const app_test::Outcome outcome = bairro(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << c.says;
    EXPECT_THAT(outcome.err, testing::HasSubstr(c.says));
  }
}

}  // namespace
