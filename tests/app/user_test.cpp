// SPDX-License-Identifier: Apache-2.0
// `bairro user`: people, passwords and tokens from the command line.
#include "store/accounts/accounts.hpp"
#include "tests/app/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sys/stat.h>

namespace {

using app_test::Outcome;
using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

class User : public app_test::Program {
 protected:
  /// The line that stands in by two spaces.
  static std::string secret_in(const std::string& text) {
    const std::size_t start = text.find("\n\n  ");
    EXPECT_NE(start, std::string::npos) << text;
    return start == std::string::npos ? "" : text.substr(start + 4, text.find('\n', start + 4) - start - 4);
  }
  [[nodiscard]] bool lets_in(const std::string& name, const std::string& password) const {
    return store::Accounts(store).by_password(name, password).has_value();
  }
  [[nodiscard]] bool lets_in(const std::string& token) const { return store::Accounts(store).by_token(token).has_value(); }
};

TEST_F(User, IsAddedWithAPasswordShownOnce) {
  const std::string text = done({"user", "add", "ana", "--role", "programme", "--area", "MZ02", "--area", "MZ01"});
  EXPECT_THAT(text, AllOf(HasSubstr("User ana may sign in: role programme, MZ01 MZ02."), HasSubstr("shown this once and kept nowhere")));
  const std::string password = secret_in(text);
  EXPECT_THAT(password, MatchesRegex("([a-z2-9]{4}-){6}[a-z2-9]{4}"));
  EXPECT_TRUE(lets_in("ana", password));
  struct stat info {};
  ASSERT_EQ(::stat(store.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U) << "a store made by this command too";
  const std::string pt = done({"user", "add", "rui", "--role", "visitor", "--lang", "pt"});
  EXPECT_THAT(pt, AllOf(HasSubstr("O utilizador rui pode entrar: papel visitor, em toda a parte."), HasSubstr("só esta vez")));
  for (const std::string& later : {done({"user", "list"}), done({"user", "list", "--json"}), done({"user", "tokens"}), done({"info"})}) {
    EXPECT_THAT(later, AllOf(Not(HasSubstr(password)), Not(HasSubstr("argon"))));
  }
}

TEST_F(User, QuietAndJsonGiveTheSecretToPrograms) {
  const std::string password = done({"user", "add", "ana", "--role", "visitor", "--quiet"});
  EXPECT_TRUE(lets_in("ana", password.substr(0, password.size() - 1))) << "a line with nothing else on it";
  EXPECT_THAT(done({"user", "add", "rui", "--role", "visitor", "--area", "MZ01", "--json"}),
              MatchesRegex(R"(\{"user":"rui","role":"visitor","areas":\["MZ01"\],"disabled":false,"created_at":"[0-9T:.Z-]+",)"
                           R"("password":"[a-z2-9-]{34}"\}.)"));
  EXPECT_THAT(done({"user", "token", "rui", "--label", "QGIS", "--json"}),
              MatchesRegex(R"(\{"token":1,"user":"rui","label":"QGIS","created_at":"[0-9T:.Z-]+","expires_at":"[0-9T:.Z-]+",)"
                           R"("revoked_at":null,"secret":"bairro_[A-Za-z0-9_-]{43}"\}.)"));
  EXPECT_THAT(done({"user", "tokens", "--json"}), AllOf(HasSubstr(R"("token":1,"user":"rui")"), Not(HasSubstr("secret"))));
  EXPECT_THAT(done({"user", "revoke", "1", "--json"}), AllOf(HasSubstr(R"("token":1)"), Not(HasSubstr("null"))));
  EXPECT_THAT(done({"user", "disable", "rui", "--json"}), HasSubstr(R"("disabled":true)"));
  EXPECT_EQ(done({"user", "enable", "rui", "--quiet"}), "");
}

TEST_F(User, IsListed) {
  done({"user", "add", "rui", "--role", "visitor"});
  done({"user", "add", "ana", "--role", "programme", "--area", "MZ01"});
  done({"user", "disable", "rui"});
  const std::string list = done({"user", "list"});
  EXPECT_THAT(list, AllOf(HasSubstr("user"), HasSubstr("since"), HasSubstr("programme"), HasSubstr("MZ01"), HasSubstr("may sign in")));
  EXPECT_LT(list.find("ana"), list.find("rui"));
  EXPECT_THAT(done({"user", "list", "--lang", "pt"}),
              AllOf(HasSubstr("utilizador"), HasSubstr("em toda a parte"), HasSubstr("desactivado")));
}

TEST_F(User, TokensAreMadeListedAndRevoked) {
  done({"user", "add", "ana", "--role", "visitor"});
  done({"user", "add", "rui", "--role", "visitor"});
  const std::string text = done({"user", "token", "ana", "--label", "QGIS em Pemba", "--days", "30"});
  EXPECT_THAT(text, AllOf(HasSubstr("Token 1 of user ana, until "), HasSubstr("shown this once"), HasSubstr("bairro user revoke 1")));
  const std::string token = secret_in(text);
  EXPECT_TRUE(lets_in(token));
  done({"user", "token", "rui", "--lang", "pt"});
  EXPECT_THAT(done({"user", "tokens"}), AllOf(HasSubstr("QGIS em Pemba"), HasSubstr("valid"), HasSubstr("rui"), Not(HasSubstr(token))));
  EXPECT_THAT(done({"user", "tokens", "ana"}), Not(HasSubstr("rui")));
  EXPECT_THAT(done({"user", "revoke", "1"}), HasSubstr("Token 1 of user ana is worthless"));
  EXPECT_FALSE(lets_in(token));
  EXPECT_THAT(done({"user", "tokens", "--lang", "pt"}), AllOf(HasSubstr("revogado 20"), HasSubstr("válido")));
}

TEST_F(User, ARunningServerSeesAtOnceWhatACommandTookAway) {
  const std::string password = secret_in(done({"user", "add", "ana", "--role", "visitor"}));
  const std::string first = secret_in(done({"user", "token", "ana"}));
  const std::string second = secret_in(done({"user", "token", "ana"}));
  store::Accounts server(store);
  const std::string session = server.start_session(*server.by_password("ana", password));
  ASSERT_TRUE(server.by_token(first) && server.by_token(second) && server.by_session(session));
  done({"user", "revoke", "1"});
  EXPECT_FALSE(server.by_token(first));
  EXPECT_TRUE(server.by_token(second) && server.by_session(session) && server.by_password("ana", password));
  done({"user", "disable", "ana"});
  EXPECT_FALSE(server.by_token(second) || server.by_session(session) || server.by_password("ana", password));
}

TEST_F(User, ARoleChangesAtOnceAndForTokensToo) {
  const std::string password = secret_in(done({"user", "add", "ana", "--role", "programme", "--area", "MZ01"}));
  const std::string token = secret_in(done({"user", "token", "ana"}));
  store::Accounts server(store);
  const std::string session = server.start_session(*server.by_password("ana", password));
  EXPECT_THAT(done({"user", "role", "ana", "--role", "visitor", "--area", "MZ0108", "--area", "MZ0102"}),
              HasSubstr("User ana has the role visitor, MZ0102 MZ0108."));
  for (const auto& account : {server.by_token(token), server.by_password("ana", password)}) {
    ASSERT_TRUE(account);
    EXPECT_EQ(account->role, "visitor");
    EXPECT_THAT(account->areas, testing::ElementsAre("MZ0102", "MZ0108"));
  }
  EXPECT_FALSE(server.by_session(session)) << "what the page shows was for the old role";
  EXPECT_THAT(done({"user", "role", "ana", "--role", "partner", "--lang", "pt"}), HasSubstr("tem o papel partner, em toda a parte."));
  EXPECT_THAT(done({"audit", "list"}),
              AllOf(HasSubstr(R"("what":"role","account":"ana","role":"visitor","area_count":2,"areas":"MZ0108,MZ0102")"),
                    HasSubstr(R"("what":"add","account":"ana","role":"programme","area_count":1,"areas":"MZ01")")));
  EXPECT_EQ(run({"user", "role", "nobody", "--role", "visitor"}).exit_code, 2);
  EXPECT_EQ(run({"user", "role", "ana", "--role", "king"}).exit_code, 2);
  EXPECT_EQ(server.by_token(token)->role, "partner") << "a refused change changes nothing";
}

TEST_F(User, ANewPasswordReplacesTheOld) {
  const std::string old = secret_in(done({"user", "add", "ana", "--role", "visitor"}));
  const std::string text = done({"user", "password", "ana"});
  EXPECT_THAT(text, AllOf(HasSubstr("tokens go on"), Not(HasSubstr("disabled"))));
  EXPECT_TRUE(lets_in("ana", secret_in(text)));
  EXPECT_FALSE(lets_in("ana", old));
  done({"user", "disable", "ana"});
  const std::string while_disabled = done({"user", "password", "ana", "--lang", "pt"});
  EXPECT_THAT(while_disabled, HasSubstr("continua desactivada"));
  EXPECT_FALSE(lets_in("ana", secret_in(while_disabled)));
  done({"user", "enable", "ana"});
  EXPECT_TRUE(lets_in("ana", secret_in(while_disabled)));
}

TEST_F(User, WhatCannotBeDoneIsSaidToWhoMustAct) {
  EXPECT_EQ(run({"user", "list"}).exit_code, 2) << "there is no store";
  EXPECT_EQ(run({"user", "add", "ana", "--role", "king"}).exit_code, 2);
  EXPECT_FALSE(std::filesystem::exists(store));
  EXPECT_EQ(run({"user", "add", "ana"}).exit_code, 2) << "no role is everybody's";
  done({"user", "add", "ana", "--role", "visitor"});
  const Outcome twice = run({"user", "add", "ana", "--role", "programme", "--lang", "pt"});
  EXPECT_EQ(twice.exit_code, 2);
  EXPECT_THAT(twice.err, HasSubstr("já existe o utilizador 'ana'; nova palavra-passe: bairro user password ana"));
  EXPECT_THAT(run({"user", "add", "Ana", "--role", "visitor"}).err, HasSubstr("small letter"));
  EXPECT_THAT(run({"user", "add", "rui", "--role", "visitor", "--area", "pemba"}).err, HasSubstr("P-code"));
  EXPECT_THAT(run({"user", "disable", "rui"}).err, HasSubstr("see: bairro user list"));
  EXPECT_THAT(run({"user", "revoke", "7"}).err, HasSubstr("see: bairro user tokens"));
  EXPECT_EQ(run({"user", "token", "ana", "--days", "0"}).exit_code, 2);
  done({"user", "disable", "ana"});
  EXPECT_THAT(run({"user", "token", "ana"}).err, HasSubstr("first: bairro user enable ana"));
  EXPECT_EQ(run({"user"}).exit_code, 2);
}

}  // namespace
