lo_test(disc_release_read lo_disc)
lo_test(disc_release_document lo_disc lo_audio lo_test_tone)
