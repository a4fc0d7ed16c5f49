// SPDX-License-Identifier: Apache-2.0
// What the programme does, as Kobo forms in Portuguese bring it: columns find their fields, and the rules look at rows as a whole.
#include "tests/importers/import_support.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace {

using importers::Action;
using importers_tests::import_text;
using importers_tests::Imported;
using importers_tests::options;

using Cells = std::vector<std::pair<std::string, std::string>>;

/// One row with these columns, and a place.
Imported row(const std::string& collection, const Cells& cells) {
  importers::ImportOptions o = options();
  o.accept_partial = true;
  std::string header = "localidade";
  std::string line = "Mieze";
  for (const auto& [column, cell] : cells) {
    header += ";" + column;
    line += ";" + cell;
  }
  return import_text(header + "\n" + line + "\n", collection, o);
}

TEST(ProgrammeFiles, OutreachInPortuguese) {
  const Imported r = import_text(
      "_uuid;data_actividade;brigada_movel;tipo_actividade;localidade;distrito;participantes_total;participantes_mulheres;"
      "participantes_homens;participantes_jovens;participantes_deslocados;temas;policia_presente;lingua_materiais;seguimento;"
      "nome_facilitador;_gps_latitude;_gps_longitude;_gps_precision\n"
      "u1;15/03/2025;B2;Palestra na escola;Mieze;Metuge;40;25;;0;n/a;denúncia;sim;emakhuwa;voltar em Abril;Fulano;-13.01;40.45;6\n"
      "u2;2025-03-16;B2;Rádio;Mieze;Metuge;;;;;;;não;;;Fulano;;;\n",
      "outreach", options());
  ASSERT_EQ(r.rows.size(), 2U);
  EXPECT_EQ(r.rows[0].source_key, "u1");
  EXPECT_EQ(r.value(0, "held_on"), "2025-03-15");
  EXPECT_EQ(r.value(0, "outreach_type"), "school_talk");
  EXPECT_EQ(r.value(0, "attended_women"), "25");
  EXPECT_EQ(r.value(0, "attended_youth"), "0");
  for (const char* absent : {"attended_men", "attended_idp"}) { EXPECT_EQ(r.value(0, absent), "") << "absent is not 0: " << absent; }
  EXPECT_EQ(r.value(0, "location_precision"), "gps");
  EXPECT_EQ(r.value(0, "follow_up"), "voltar em Abril");
  EXPECT_EQ(r.value(0, "extra"), "");
  EXPECT_EQ(r.fate("nome_facilitador"), "identifier");
  EXPECT_EQ(r.value(1, "outreach_type"), "radio");
  EXPECT_EQ(r.value(1, "attended_total"), "");
  EXPECT_TRUE(r.rows[1].row.geometry.is_none()) << "a place name is enough";
  EXPECT_EQ(r.value(1, "location_precision"), "none");
  EXPECT_EQ(r.value(1, "confidentiality"), "1");
  EXPECT_EQ(r.report.rows.quarantined, 0);
}

TEST(ProgrammeFiles, DialoguesIssuesAndTrainings) {
  const Imported d = row("dialogues", {{"id_dialogo", "D-7"},
                                       {"data_dialogo", "2025-03-15"},
                                       {"organizacao_facilitadora", "ONG A"},
                                       {"participacao_das_mulheres", "baixa"},
                                       {"acta", "x"},
                                       {"csc_id", "CSC-001"}});
  EXPECT_EQ(d.rows.at(0).source_key, "D-7");
  EXPECT_EQ(d.value(0, "code"), "D-7");
  EXPECT_EQ(d.value(0, "participation_women"), "low");
  EXPECT_EQ(d.value(0, "minutes"), "x");
  EXPECT_EQ(d.value(0, "csc_code"), "CSC-001");

  const Imported i = row("issues", {{"id_preocupacao", "Q-1"},
                                    {"codigo_dialogo", "D-7"},
                                    {"tipo_preocupacao", "Conflito de terra"},
                                    {"estado", "Solução acordada"},
                                    {"data_levantamento", "2025-03-15"},
                                    {"data_acordo", "2025-03-15"},
                                    {"prazo", "2025-06-30"},
                                    {"responsavel", "PRM"},
                                    {"preocupacao", "limites da machamba"}});
  EXPECT_EQ(i.value(0, "dialogue_code"), "D-7");
  EXPECT_EQ(i.value(0, "category"), "X1");
  EXPECT_EQ(i.value(0, "severity"), "2");
  EXPECT_EQ(i.value(0, "state"), "solution_agreed");
  EXPECT_EQ(i.value(0, "due_on"), "2025-06-30");
  EXPECT_EQ(i.value(0, "responsible"), "police");
  EXPECT_EQ(i.value(0, "community_confirmed"), "");
  EXPECT_EQ(i.value(0, "description"), "limites da machamba");

  const Imported t = row("trainings", {{"id_formacao", "F-1"},
                                       {"data_inicio", "2025-03-10"},
                                       {"data_fim", "2025-03-14"},
                                       {"tipo_formacao", "Reciclagem"},
                                       {"participantes", "30"},
                                       {"oficiais_mulheres", "2"},
                                       {"modulos", "direitos_humanos vbg"},
                                       {"modulos/direitos_humanos", "1"},
                                       {"modulos/uso_da_forca", "0"},
                                       {"pre_teste", "45,5"},
                                       {"pos_teste", "130"}});
  EXPECT_EQ(t.value(0, "training_type"), "refresher");
  EXPECT_EQ(t.value(0, "ends_on"), "2025-03-14");
  EXPECT_EQ(t.value(0, "officers_women"), "2");
  EXPECT_EQ(t.value(0, "module_human_rights"), "true");
  EXPECT_EQ(t.value(0, "module_use_of_force"), "false");
  EXPECT_EQ(t.value(0, "module_gbv"), "");
  EXPECT_EQ(t.value(0, "score_pre"), "45.5");
  EXPECT_EQ(t.count("range", Action::fixed), 1) << "a score of 130 %";
}

TEST(ProgrammeRules, CountsTable) {
  struct Case {
    const char* collection;
    Cells cells;
    int parts;
  };
  const Case cases[] = {
      {"outreach", {{"attended_total", "30"}, {"attended_women", "20"}, {"attended_men", "10"}}, 0},
      {"outreach", {{"attended_total", "40"}, {"attended_women", "20"}, {"attended_men", "10"}}, 0},  // some were not asked
      {"outreach", {{"attended_total", "30"}, {"attended_women", "20"}, {"attended_men", "11"}}, 1},
      {"outreach", {{"attended_total", "30"}, {"attended_women", "31"}}, 1},
      {"outreach", {{"attended_total", "30"}, {"attended_men", "31"}}, 1},
      {"outreach", {{"attended_women", "20"}, {"attended_men", "11"}}, 0},
      {"outreach", {{"attended_total", "30"}, {"attended_youth", "31"}, {"attended_idp", "32"}}, 2},
      {"dialogues", {{"attended_total", "0"}, {"attended_women", "1"}}, 1},
      {"trainings", {{"participants_total", "30"}, {"participants_women", "20"}, {"participants_men", "11"}}, 1},
      {"trainings", {{"participants_women", "3"}, {"guards_women", "4"}, {"officers_women", "3"}}, 1},
      {"trainings", {{"participants_men", "3"}, {"sergeants_men", "4"}}, 1},
  };
  for (const Case& c : cases) {
    Cells cells = c.cells;
    cells.emplace_back("held_on", "2025-03-15");
    const Imported r = row(c.collection, cells);
    ASSERT_EQ(r.rows.size(), 1U);
    EXPECT_EQ(r.count("parts", Action::warned), c.parts) << c.collection << ' ' << c.cells[0].second << ' ' << c.cells[1].first;
  }
  const Imported negative = row("outreach", {{"held_on", "2025-03-15"}, {"attended_total", "-3"}});
  EXPECT_EQ(negative.count("range", Action::fixed), 1);
  EXPECT_EQ(negative.value(0, "attended_total"), "");
}

TEST(ProgrammeRules, DatesTable) {
  struct Case {
    const char* collection;
    Cells cells;
    const char* rule;
    Action action;
  };
  const Case cases[] = {
      {"outreach", {{"held_on", "2026-07-02"}}, nullptr, Action::warned},  // tomorrow: a clock that is ahead
      {"outreach", {{"held_on", "2026-07-03"}}, "T5", Action::quarantined},
      {"dialogues", {{"held_on", "2052-01-01"}}, "T5", Action::quarantined},
      {"issues", {{"raised_on", "1974-12-31"}}, "T5", Action::quarantined},
      {"trainings", {{"held_on", ""}}, "time", Action::warned},
      {"issues", {{"raised_on", ""}}, "time", Action::warned},
      {"trainings", {{"held_on", "2025-03-15"}, {"ends_on", "2025-03-14"}}, "T5", Action::warned},
      {"trainings", {{"held_on", "2025-03-15"}, {"ends_on", "2025-03-15"}}, nullptr, Action::warned},
      {"dialogues", {{"held_on", "soon"}}, "date", Action::fixed},
  };
  for (const Case& c : cases) {
    const Imported r = row(c.collection, c.cells);
    const std::string what = std::string(c.collection) + " " + c.cells[0].second;
    EXPECT_EQ(r.rows.size(), c.action == Action::quarantined ? 0U : 1U) << what;
    if (c.rule != nullptr) { EXPECT_EQ(r.count(c.rule, c.action), 1) << what; }
    if (c.rule == nullptr) { EXPECT_EQ(r.count("T5", Action::warned), 0) << what; }
  }
}

TEST(ProgrammeRules, StatesOfIssuesTable) {
  struct Case {
    Cells cells;
    int state;
    int due;
    int future;
  };
  const Case cases[] = {
      {{{"state", "raised"}}, 0, 0, 0},
      {{{"state", "resolved"}}, 1, 0, 0},
      {{{"state", "referred"}}, 1, 0, 0},
      {{{"state", "not_feasible"}}, 1, 0, 0},
      {{{"state", "resolved"}, {"closed_on", "2025-05-01"}}, 0, 0, 0},
      {{{"state", "in_progress"}, {"closed_on", "2025-05-01"}}, 1, 0, 0},
      {{{"state", ""}, {"closed_on", "2025-05-01"}}, 0, 0, 0},
      {{{"state", "resolved"}, {"closed_on", "2025-03-14"}}, 1, 0, 0},  // before it was raised
      {{{"state", "resolved"}, {"agreed_on", "2025-04-01"}, {"started_on", "2025-03-20"}, {"closed_on", "2025-05-01"}}, 1, 0, 0},
      {{{"state", "resolved"}, {"agreed_on", "2025-04-01"}, {"closed_on", "2025-03-20"}}, 1, 0, 0},
      {{{"state", "resolved"}, {"agreed_on", "2025-04-01"}, {"started_on", "2025-04-01"}, {"closed_on", "2025-04-01"}}, 0, 0, 0},
      {{{"state", "resolved"}, {"closed_on", "2027-04-01"}}, 0, 0, 1},
      {{{"state", "resolved"}, {"closed_on", "2025-05-01"}, {"community_confirmed", "sim"}}, 0, 0, 0},
      {{{"state", "in_progress"}, {"community_confirmed", "sim"}}, 1, 0, 0},
      {{{"state", "in_progress"}, {"community_confirmed", "não"}}, 0, 0, 0},
      {{{"state", "in_progress"}, {"due_on", "2025-03-15"}}, 0, 0, 0},
      {{{"state", "in_progress"}, {"due_on", "2025-03-14"}}, 0, 1, 0},
      {{{"state", "in_progress"}, {"due_on", "2031-01-01"}}, 0, 0, 0},  // a day to come, as it should be
  };
  for (const Case& c : cases) {
    Cells cells = c.cells;
    cells.emplace_back("raised_on", "2025-03-15");
    const Imported r = row("issues", cells);
    std::string what;
    for (const auto& [column, cell] : c.cells) { what.append(column).append("=").append(cell).append(" "); }
    ASSERT_EQ(r.rows.size(), 1U) << what;
    EXPECT_EQ(r.count("state", Action::warned), c.state) << what;
    EXPECT_EQ(r.count("due", Action::warned), c.due) << what;
    EXPECT_EQ(r.count("T5", Action::warned), c.future) << what;
  }
}

TEST(ProgrammeRules, FindingsNameTheFilesColumns) {
  const Imported r = row("issues", {{"estado", "resolvida"}, {"data_levantamento", "2025-03-15"}, {"prazo", "2025-03-01"}});
  for (const importers::Finding& f : r.report.findings) {
    if (f.rule == "state") { EXPECT_EQ(f.column, "estado"); }
    if (f.rule == "due") { EXPECT_EQ(f.column, "prazo"); }
    EXPECT_FALSE(f.message.pt.empty());
  }
}

TEST(ProgrammeRules, WhoComplainsAboutTheForcesIsProtected) {
  const auto secrecy = [](const std::string& category) {
    return row("issues", {{"category", category}, {"raised_on", "2025-03-15"}}).value(0, "confidentiality");
  };
  EXPECT_EQ(secrecy("X3"), "3");
  EXPECT_EQ(secrecy("Queixa sobre conduta das forças de segurança"), "3");
  EXPECT_EQ(secrecy("03"), "3");
  EXPECT_EQ(secrecy("03011"), "3");
  EXPECT_EQ(secrecy("violência doméstica"), "3");
  EXPECT_EQ(secrecy("020221"), "2");
  EXPECT_EQ(secrecy("X1"), "1");
  const Imported stated = row("issues", {{"category", "X3"}, {"raised_on", "2025-03-15"}, {"confidencialidade", "0"}});
  EXPECT_EQ(stated.value(0, "confidentiality"), "3");
  EXPECT_EQ(stated.count("confidentiality", Action::fixed), 1);
  const Imported incident = import_text("date;latitude;longitude;category\n2025-03-15;-13;40;X3\n", "incidents", options());
  EXPECT_EQ(incident.value(0, "confidentiality"), "3");
}

TEST(ProgrammeRules, LeaveOtherCollectionsAlone) {
  const Imported r = import_text("name;latitude;longitude\nA;-13;40\n", "settlements", options());
  EXPECT_EQ(r.report.warnings, 0);
}

}  // namespace
