# The reference numbers of SUSY, with 17 significant digits; see README.md beside this file.
# Rscript make.R
library(SUSY)
stopifnot(packageVersion("SUSY") == "0.1.0")
t <- 0:1699
first <- sin(0.61 * t) + sin(0.0137 * t^1.5) + cos(0.0007 * t^2)
second <- sin(0.61 * t - 1) + cos(0.0123 * t^1.5) + sin(0.0008 * t^2)
for (lag in c(3L, 5L)) {
  told <- as.data.frame(susy(data.frame(first, second), segment = 30L, Hz = 5L, maxlag = lag))
  for (name in c("Z", "Z-Pseudo", "ES", "Z(noAbs)", "Z(Pseudo-noAbs)", "ES(noAbs)")) {
    cat(lag, name, sprintf("%.17g", told[[name]]), "\n")
  }
}
