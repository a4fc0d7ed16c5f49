// SPDX-License-Identifier: Apache-2.0
// A service that people sign in to, as they use it: what each sees, what is on record afterwards, and what is nowhere.
#include "tests/api/json.hpp"
#include "tests/app/process.hpp"
#include "tests/app/program.hpp"
#include "tests/support/base64.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

namespace {

using api_tests::Json;
using app_test::Answer;
using app_test::get;
using test_support::base64;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

class Trail : public app_test::Program {
 protected:
  std::string secret(std::vector<std::string> words, const char* member) {
    words.insert(words.begin(), {"--json", "user"});
    return Json(done(std::move(words))).text(std::string("/") + member);
  }
  static std::string basic(const std::string& name, const std::string& password) {
    return "Authorization: Basic " + base64(name + ":" + password) + "\r\n";
  }
};

TEST_F(Trail, EachSeesTheirsAndEveryLookIsOnRecord) {
  done({"import", "incidents",
        folder.file("i.csv",
                    "_uuid,data_ocorrencia,categoria,latitude,longitude,confidencialidade\n"
                    "a1,2024-03-01,0401,-12.97,40.51,1\na2,2024-03-01,0401,-12.96,40.52,3\na3,2024-03-01,0301,-12.95,40.53,1\n")});
  const std::string ana = basic("ana", secret({"add", "ana", "--role", "programme"}, "password"));
  done({"user", "add", "eva", "--role", "protection"});
  const std::string eva = "Authorization: Bearer " + secret({"token", "eva"}, "secret") + "\r\n";
  {
    app_test::Server server(folder, store, {});
    const auto matched = [&](const std::string& who) {
      const Answer answer = get(server.port(), "/collections/incidents/items?bbox=40,-13,41,-12&f=json", who);
      return answer.status == 200 ? Json(answer.body).integer("/numberMatched") : -answer.status;
    };
    EXPECT_EQ(matched(""), -404);
    EXPECT_EQ(matched(ana), 1);
    EXPECT_EQ(matched(eva), 3);
    EXPECT_EQ(matched(basic("ana", "wrong")), -401);
    // Another process takes the token back while the server runs.
    done({"user", "revoke", "1"});
    EXPECT_EQ(matched(eva), -401);
    done({"user", "disable", "ana"});
    EXPECT_EQ(matched(ana), -401);
    server.child().signal(SIGTERM);
    EXPECT_EQ(server.child().wait(), 0);
  }
  const std::string all = done({"audit", "list", "--limit", "0", "--json"});
  EXPECT_THAT(all, AllOf(HasSubstr(R"("who":"ana","role":"programme","action":"read","object":"incidents","rows":1)"),
                         HasSubstr(R"("who":"eva","role":"protection","action":"read","object":"incidents","rows":3)"),
                         HasSubstr(R"("action":"sign-in-refused")"), HasSubstr(R"("action":"sign-in")"),
                         HasSubstr(R"("what":"revoke-token")"), HasSubstr(R"("what":"disable")")));
  EXPECT_THAT(done({"audit", "verify"}), HasSubstr("Nothing is wrong"));
}

TEST_F(Trail, AFileThatIsDownloadedIsAnExport) {
  done({"import", "incidents",
        folder.file("i.csv",
                    "_uuid,data_ocorrencia,categoria,latitude,longitude,confidencialidade\n"
                    "a1,2024-03-01,0401,-12.97,40.51,1\na2,2024-03-01,0401,-12.96,40.52,1\n")});
  const std::string ana = basic("ana", secret({"add", "ana", "--role", "programme"}, "password"));
  {
    app_test::Server server(folder, store, {});
    const Answer file = get(server.port(), "/collections/incidents/items?f=csv", ana);
    EXPECT_EQ(file.status, 200);
    EXPECT_THAT(file.body, HasSubstr("\r\n2,-12.96,40.52,"));
    EXPECT_EQ(get(server.port(), "/collections/incidents/items?f=csv", ana + "Range: bytes=3-5\r\n").body, "fid");
    EXPECT_THAT(done({"audit", "list", "--action", "export", "--json"}), HasSubstr(R"("object":"incidents","rows":2)")) << "at once";
    server.child().signal(SIGTERM);
    EXPECT_EQ(server.child().wait(), 0);
  }
  const std::string all = done({"audit", "list", "--action", "export", "--json"});
  EXPECT_THAT(all, AllOf(HasSubstr(R"("who":"ana","role":"programme","action":"export","object":"incidents","rows":2)"),
                         HasSubstr(R"("export":")"), HasSubstr(R"("rows":1)")));
  for (const std::string& name : folder.list()) { EXPECT_THAT(name, Not(HasSubstr("download"))); }
}

TEST_F(Trail, FiftySecretsAreNowhereInLogsErrorsOrTheTrail) {
  std::vector<std::string> secrets;
  std::string rows = "_uuid,data_ocorrencia,categoria,latitude,longitude,narrativa,localidade,nome_da_vitima,telefone\n";
  for (int i = 0; i < 10; ++i) {
    const std::string name = "Vitima" + std::to_string(i) + "Xz";
    const std::string phone = "+25884" + std::to_string(7'000'001 + i * 13);
    const std::string lat = "-12.97" + std::to_string(1031 + i * 7);
    const std::string lon = "40.51" + std::to_string(2057 + i * 11);
    const std::string place = "AldeiaQ" + std::to_string(i);
    secrets.insert(secrets.end(), {name, phone, lat.substr(1), lon, place});
    rows += "k" + std::to_string(i) + ",2024-03-0" + std::to_string(1 + i % 9) + ",0401," + lat + "," + lon + "," + name + " disse," +
            place + "," + name + "," + phone + "\n";
  }
  ASSERT_EQ(secrets.size(), 50U);
  const app_test::Outcome imported = run({"import", "incidents", folder.file("i.csv", rows)});
  ASSERT_EQ(imported.exit_code, 0);
  const std::string password = secret({"add", "ana", "--role", "programme"}, "password");
  const std::string token = secret({"token", "ana"}, "secret");
  std::string seen;
  std::string said;
  {
    app_test::Server server(folder, store, {});
    const std::string ana = basic("ana", password);
    seen = get(server.port(), "/collections/incidents/items?limit=100", ana).body;
    for (const std::string& each : secrets) {
      std::string quoted;
      for (const char c : each) { quoted += c == '+' ? std::string("%2B") : std::string(1, c); }
      for (const std::string& target : std::vector<std::string>{
               "/collections/incidents/items?bbox=" + quoted + ",-13,41,-12", "/collections/incidents/items?q=" + quoted,
               "/collections/incidents/items/" + quoted, "/collections/" + quoted, "/" + quoted + "?x=" + quoted,
               "/collections/incidents/items?filter=place_name='" + quoted + "'&token=" + token}) {
        const Answer answer = get(server.port(), target, ana);
        said += answer.head + (answer.status >= 400 ? answer.body : "");
      }
      (void)get(server.port(), "/collections/incidents", "Authorization: Bearer " + each + "\r\n");
      (void)get(server.port(), "/collections/incidents", basic(each, each));
    }
    for (int z = 0; z < 15; z += 2) {
      const double scale = std::pow(2.0, z);
      (void)get(server.port(),
                "/collections/incidents/tiles/WebMercatorQuad/" + std::to_string(z) + "/" +
                    std::to_string(static_cast<int>(0.5363 * scale)) + "/" + std::to_string(static_cast<int>(0.6125 * scale)),
                ana);
    }
    server.child().signal(SIGTERM);
    EXPECT_EQ(server.child().wait(), 0);
  }
  EXPECT_THAT(seen, HasSubstr(secrets[2])) << "whoever may see it does, so the search below can find it";
  std::string everything = done({"audit", "list", "--limit", "0", "--json"}) + done({"audit", "list", "--limit", "0"}) + said;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("child-")) { everything += read(entry.path()); }
  }
  EXPECT_THAT(everything, HasSubstr("{featureId}")) << "the access log is in it";
  for (const std::string& each : secrets) { EXPECT_EQ(everything.find(each), std::string::npos) << each; }
  for (const std::string& each : {password, token}) { EXPECT_EQ(everything.find(each), std::string::npos); }
  EXPECT_EQ(everything.find("/14/"), std::string::npos) << "the square of a tile is a place";
}

}  // namespace
