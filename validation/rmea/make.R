# The reference numbers of rMEA, with 17 significant digits; see README.md beside this file.
# Rscript make.R FOLDER_WITH_THE_TEN_DYADS FOLDER_FOR_THE_NUMBERS
library(rMEA)
stopifnot(packageVersion("rMEA") == "1.3.0")
told <- commandArgs(trailingOnly = TRUE)
digits <- function(x) if (is.numeric(x)) sprintf("%.17g", x) else x
put <- function(table, name) {
  table[] <- lapply(table, digits)
  write.csv(table, file.path(told[2], name), row.names = FALSE, quote = FALSE)
}
raw <- readMEA(told[1], sampRate = 25, s1Col = 1, s2Col = 2, s1Name = "patient", s2Name = "therapist", skip = 1,
               idOrder = c("id", "session"), idSep = "_")
raw <- setGroup(raw, "normal")
smoothed <- MEAsmooth(raw)
scaled <- MEAscale(smoothed)
settings <- list(
  A = MEAccf(scaled, lagSec = 5, winSec = 30, incSec = 10, r2Z = TRUE, ABS = FALSE),
  B = MEAccf(raw, lagSec = 5, winSec = 60, incSec = 30, r2Z = TRUE, ABS = TRUE)
)
means <- c("all_lags", "s1_lead", "s2_lead", "lag_zero", "s1_lead_0", "s2_lead_0", "bestLag")
for (setting in names(settings)) {
  dyads <- settings[[setting]]
  windows <- do.call(rbind, lapply(names(dyads), function(uid) {
    found <- dyads[[uid]]$ccfRes
    data.frame(uid = uid, win = seq_along(found$all_lags), found$winTimes, found[means], row.names = NULL)
  }))
  put(windows, paste0(setting, "_windows.csv"))
  put(do.call(rbind, lapply(names(dyads), function(uid) {
    found <- dyads[[uid]]$ccfRes
    row <- as.list(sapply(found[means], mean, na.rm = TRUE))
    names(row)[names(row) == "bestLag"] <- "bestLag_mean"
    data.frame(uid = uid, group = "normal", n_win = length(found$all_lags), row, grandAver = found$grandAver)
  })), paste0(setting, "_summary.csv"))
}
put(settings$A[["normal_200_1"]]$ccf, "A_matrix_200_01.csv")
put(settings$B[["normal_206_1"]]$ccf, "B_matrix_206_01.csv")
steps <- do.call(cbind, lapply(list(raw, smoothed, scaled), function(dyads) dyads[["normal_200_1"]]$MEA))
names(steps) <- c("raw1", "raw2", "sm1", "sm2", "sc1", "sc2")
put(steps, "preprocessing_200_01.csv")
