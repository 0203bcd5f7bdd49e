"""Regulation of 27 December 2021 on using KSeF, Dz.U. 2021 poz. 2481, §§ 1-7."""
